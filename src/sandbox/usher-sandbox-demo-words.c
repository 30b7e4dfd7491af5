/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The names of which demo data is made. All of them are invented, and all addresses are below names
 * that are reserved for examples (RFC 2606), but for the documented sandbox provider (contract 10).
 */

#include "sandbox/usher-sandbox-demo-words.h"

const UsherSandboxCompanyWords usher_sandbox_company_words[] = {
  { "Alderbrook Foods", "alderbrook.example.com", "US" },
  { "Fisk & Söhne GmbH", "fisk-soehne.example.org", "DE" },
  { "Kestrel Hotels", "kestrel.example.com", "GB", "Kestrel Green", "#0b6e4f",
    "https://brand.kestrel.example.com/logo.svg" },
  { "Brightwater Schools Trust", "brightwater.example.org", "GB" },
  { "Cobalt Ridge Logistics", "cobalt-ridge.example.com", "US" },
  { "Domaine des Trois Vallées", "trois-vallees.example.com", "FR" },
  { "Eastgate Property Partners", "eastgate.example.com", "US" },
  { "Fernhill Care Homes", "fernhill.example.org", "GB" },
  { "Grupo Río Claro", "rio-claro.example.com", "ES" },
  { "Harbour & Vale Retail", "harbour-vale.example.com", "GB" },
  { "Ironwood Manufacturing", "ironwood.example.com", "US" },
  { "Juniper Health Network", "juniper-health.example.org", "US" },
  { "Kanaal Verzekeringen", "kanaal.example.com", "NL" },
  { "Lindenau Logistik AG", "lindenau.example.com", "DE" },
  { "Maple Crossing Universities", "maple-crossing.example.org", "CA" },
  { "Northfold Data Centres", "northfold.example.com", "GB" },
  { "Ōtāwhao Dairy Co-operative", "otawhao.example.com", "NZ" },
  { "Pinecrest Supermarkets", "pinecrest.example.com", "US" },
  { "Quarry Lane Studios", "quarry-lane.example.com", "CA" },
  { "Redwood Sports Clubs", "redwood-sports.example.com", "US" },
  { "Silverbeck Breweries", "silverbeck.example.com", "GB" },
  { "Tessera Offices", "tessera.example.com", "FR" },
  { "Umbra Cold Storage", "umbra-cold.example.com", "US" },
  { "Viñedos del Sur", "vinedos-del-sur.example.com", "ES" },
};

const UsherSandboxProviderWords usher_sandbox_provider_words[] = {
  { "Test Utility", "https://nectarclimate.com", "US", "[\"ELECTRICITY\"]", FALSE },
  { "Northwind Power", "https://northwind-power.example.com", "US", "[\"ELECTRICITY\"]", FALSE },
  { "Lakeshore Gas & Light", "https://lakeshore-gas.example.com", "US", "[\"ELECTRICITY\",\"GAS\"]", TRUE },
  { "City of Marlow Water", "https://water.marlow.example.org", "US", "[\"WATER\",\"SEWER\"]", FALSE },
  { "Prairie Solar Cooperative", "https://prairie-solar.example.org", "US", "[\"SOLAR\"]", FALSE },
  { "Tri-County Waste Services", "https://tri-county-waste.example.com", "US", "[\"WASTE\"]", FALSE },
  { "Albion Energy", "https://albion-energy.example.com", "GB", "[\"ELECTRICITY\",\"GAS\"]", TRUE },
  { "Severnside Water", "https://severnside-water.example.com", "GB", "[\"WATER\",\"SEWER\"]", FALSE },
  { "Pennine District Heat", "https://pennine-heat.example.com", "GB", "[\"HOT_WATER\",\"STEAM\"]", FALSE },
  { "Stadtwerke Lindenau", "https://stadtwerke-lindenau.example.com", "DE",
    "[\"ELECTRICITY\",\"GAS\",\"WATER\"]", FALSE },
  { "Fernwärme Süd", "https://fernwaerme-sued.example.com", "DE", "[\"HOT_WATER\"]", TRUE },
  { "Électricité de la Vallée", "https://elec-vallee.example.com", "FR", "[\"ELECTRICITY\"]", TRUE },
  { "Eaux du Midi", "https://eaux-du-midi.example.com", "FR", "[\"WATER\"]", FALSE },
  { "Aguas de Río Claro", "https://aguas-rio-claro.example.com", "ES", "[\"WATER\"]", FALSE },
  { "Luz Ibérica", "https://luz-iberica.example.com", "ES", "[\"ELECTRICITY\",\"GAS\"]", FALSE },
  { "Delta Netwerk", "https://delta-netwerk.example.com", "NL", "[\"ELECTRICITY\",\"GAS\"]", FALSE },
  { "Boreal Hydro", "https://boreal-hydro.example.com", "CA", "[\"ELECTRICITY\"]", TRUE },
  { "Waitaki Lines", "https://waitaki-lines.example.com", "NZ", "[\"ELECTRICITY\"]", FALSE },
};

const UsherSandboxPlaceWords usher_sandbox_place_words[] = {
  { "US", "CA", "Fairhaven", "Harbor Street" },
  { "US", "CA", "Las Lomas", "Mission Road" },
  { "US", "TX", "Bluebonnet", "Ranch Avenue" },
  { "US", "IL", "Marlow", "State Street" },
  { "US", "NY", "Eastwick", "Canal Street" },
  { "US", "WA", "Port Alder", "Cedar Way" },
  { "GB", "England", "Marchford", "High Street" },
  { "GB", "England", "Upper Wickham", "Station Road" },
  { "GB", "Scotland", "Inverkirk", "Shore Street" },
  { "GB", "Wales", "Llanfarn", "Heol Fawr" },
  { "DE", "Bayern", "Lindenau", "Bahnhofstraße" },
  { "DE", "Hessen", "Grünfeld", "Königsallee" },
  { "DE", "Sachsen", "Altbrück", "Gartenweg" },
  { "FR", "Occitanie", "Valmont", "rue de l’Église" },
  { "FR", "Bretagne", "Kersaint", "quai du Port" },
  { "ES", "Andalucía", "Río Claro", "Calle Mayor" },
  { "ES", "Galicia", "Vilanova", "Avenida del Mar" },
  { "NL", "Utrecht", "Veldhoek", "Dorpsstraat" },
  { "NL", "Zeeland", "Oosterhaven", "Kade" },
  { "CA", "ON", "Maple Crossing", "King Street" },
  { "CA", "QC", "Saint-Aubin", "rue Principale" },
  { "CA", "BC", "Tideview", "Marine Drive" },
  { "NZ", "Waikato", "Ōtāwhao", "Main Road" },
  { "NZ", "Otago", "Glenmore", "Ferry Road" },
};

const UsherSandboxStatusWords usher_sandbox_status_words[] = {
  { "CONNECTED", NULL, 58 },
  { "PASSWORD_INCORRECT", "The utility refused the user name and password.", 10 },
  { "MFA_TOKEN_EXPIRED", "The utility asks for a new verification code.", 8 },
  { "NEW_PASSWORD_NEEDED", "The utility asks for a new password to be set.", 5 },
  { "ADDITIONAL_CREDENTIALS_NEEDED", "The utility asks for an account number as well.", 3 },
  { "UNDER_INVESTIGATION", NULL, 4 },
  { "PENDING", NULL, 4 },
  { "WEBSITE_DOWN", "The utility's website does not answer.", 2 },
  { "URL_INACCESSIBLE", "The address cannot be reached.", 2 },
  { "NO_ACCOUNTS_FOUND", "The sign-in works, but it shows no accounts.", 2 },
  { "OTHER_ERROR", "The data could not be collected.", 1 },
  { "COMPANY_INACTIVE", NULL, 1 },
};

const char * const usher_sandbox_site_words[] = {
  "Head Office",  "Warehouse",       "Distribution Centre", "Store",
  "Plant 1",      "Plant 2",         "North Campus",        "South Campus",
  "Depot",        "Data Hall",       "Training Centre",     "Laboratory",
  "Car Park",     "Visitor Centre",  "Cold Store",          "Annex",
};

const char * const usher_sandbox_first_names[] = {
  "amara", "ben",  "chloe", "diego", "elif",  "farah", "gwen",  "hugo",
  "ines",  "jonas", "keiko", "lars",  "mei",   "noor",  "oscar", "priya",
  "quinn", "rosa", "samir", "tove",  "ursula", "viktor", "wanda", "yusuf",
};

const char * const usher_sandbox_last_names[] = {
  "abara", "baker", "castro", "dubois", "eriksen", "fischer", "garcia", "hughes",
  "ito",   "jansen", "kaur",  "lindqvist", "moreau", "novak",  "okafor", "patel",
  "quist", "rossi", "singh",  "tanaka", "urban",   "vega",    "weber",  "young",
};

const char *const usher_sandbox_user_agents[] = {
  "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
  "Chrome/126.0.0.0 "
  "Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
  "Version/17.5 "
  "Safari/605.1.15",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
  "Version/17.5 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile "
  "Safari/537.36",
  "MailScanner/2.1 (+https://scanner.example.net)",
};

G_STATIC_ASSERT (G_N_ELEMENTS (usher_sandbox_company_words) == USHER_SANDBOX_N_COMPANY_WORDS);
