"""Countries and territories: their codes, names, peoples and capitals.

Codes are FollowTheMoney's: ISO 3166 alpha-2 in lower case, and its own for what ISO lacks, such as
'xk' (Kosovo), 'suhh' (Soviet Union) and 'ua-cri' (Crimea). The table states facts of ISO 3166-1 and
of the United Nations' list of Member States, and the spellings that sanctions lists use.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple


class Country(NamedTuple):
    """A country or territory; `alpha3` is '' where ISO 3166 has none, `capital` where unknown.

    `demonyms` are the words for its people and for what is of it: 'Dane', 'Danish'.
    """

    code: str
    alpha3: str
    name: str
    other_names: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: str


# One line a country: code alpha-3 | usual name; other names | demonyms | capital; its spellings
_TABLE = """
ad and | Andorra; Principality of Andorra | Andorran | Andorra la Vella
ae are | United Arab Emirates; UAE; Emirates | Emirati | Abu Dhabi
af afg | Afghanistan; Islamic Emirate of Afghanistan | Afghan; Afghani | Kabul
ag atg | Antigua and Barbuda; Antigua | Antiguan; Barbudan |
ai aia | Anguilla | Anguillan |
al alb | Albania; Republic of Albania | Albanian | Tirana
am arm | Armenia; Republic of Armenia | Armenian | Yerevan
ao ago | Angola; Republic of Angola | Angolan | Luanda
aq ata | Antarctica | |
ar arg | Argentina; Argentine Republic | Argentine; Argentinian; Argentinean | Buenos Aires
as asm | American Samoa | American Samoan |
at aut | Austria; Republic of Austria | Austrian | Vienna
au aus | Australia; Commonwealth of Australia | Australian | Canberra
aw abw | Aruba | Aruban |
ax ala | Åland Islands; Aland | |
az aze | Azerbaijan; Republic of Azerbaijan | Azerbaijani; Azeri | Baku
az-nk | Nagorno-Karabakh; Artsakh | |
ba bih | Bosnia and Herzegovina; Bosnia; Bosnia Herzegovina; BiH | Bosnian; Herzegovinian | Sarajevo
bb brb | Barbados | Barbadian | Bridgetown
bd bgd | Bangladesh; People's Republic of Bangladesh | Bangladeshi | Dhaka
be bel | Belgium; Kingdom of Belgium | Belgian | Brussels
bf bfa | Burkina Faso; Upper Volta; Burkina | Burkinabe; Burkinabé | Ouagadougou
bg bgr | Bulgaria; Republic of Bulgaria | Bulgarian | Sofia
bh bhr | Bahrain; Kingdom of Bahrain | Bahraini | Manama
bi bdi | Burundi; Republic of Burundi | Burundian | Bujumbura; Gitega
bj ben | Benin; Republic of Benin; Dahomey | Beninese | Porto-Novo
bl blm | Saint Barthélemy; St. Barthelemy; Saint Barts | |
bm bmu | Bermuda | Bermudian; Bermudan |
bn brn | Brunei; Brunei Darussalam | Bruneian | Bandar Seri Begawan
bo bol | Bolivia; Plurinational State of Bolivia; Bolivia (Plurinational State of) | Bolivian | La Paz
bq bes | Caribbean Netherlands; Bonaire, Sint Eustatius and Saba; Bonaire | |
br bra | Brazil; Brasil; Federative Republic of Brazil | Brazilian | Brasília
bs bhs | Bahamas; The Bahamas; Bahamas, The; Commonwealth of the Bahamas | Bahamian | Nassau
bt btn | Bhutan; Kingdom of Bhutan | Bhutanese | Thimphu
bv bvt | Bouvet Island | |
bw bwa | Botswana; Republic of Botswana | Motswana; Batswana; Botswanan | Gaborone
by blr | Belarus; Byelorussia; Belorussia; Republic of Belarus | Belarusian; Belarussian; Byelorussian | Minsk
bz blz | Belize | Belizean | Belmopan
ca can | Canada | Canadian | Ottawa
cc cck | Cocos Islands; Cocos (Keeling) Islands; Keeling Islands | |
cd cod | Democratic Republic of the Congo; DR Congo; DRC; Congo, Democratic Republic of the; Congo (Democratic Republic of the); Congo (Democratic Republic); Democratic Republic of Congo; Congo, Democratic Republic of; Congo-Kinshasa; Congo (Kinshasa); Zaire; The Democratic Republic of the Congo | | Kinshasa
cf caf | Central African Republic; CAR | Central African | Bangui
cg cog | Republic of the Congo; Congo; Congo, Republic of the; Congo-Brazzaville; Congo (Brazzaville); Republic of Congo; Congo (Republic of) | | Brazzaville
ch che | Switzerland; Swiss Confederation | Swiss | Bern; Berne
ci civ | Côte d'Ivoire; Cote d Ivoire; Cote dIvoire; Ivory Coast; Republic of Côte d'Ivoire | Ivorian; Ivoirian | Yamoussoukro; Abidjan
ck cok | Cook Islands | Cook Islander |
cl chl | Chile; Republic of Chile | Chilean | Santiago
cm cmr | Cameroon; Republic of Cameroon | Cameroonian | Yaoundé
cn chn | China; People's Republic of China; PRC; PR China; Mainland China; Communist China; China, People's Republic of | Chinese | Beijing; Peking
cn-xz | Tibet; Tibet Autonomous Region | Tibetan | Lhasa
co col | Colombia; Republic of Colombia | Colombian | Bogotá
cr cri | Costa Rica; Republic of Costa Rica | Costa Rican | San José
cshh | Czechoslovakia; Czechoslovak Republic | Czechoslovak; Czechoslovakian |
csxx scg | Serbia and Montenegro | |
cu cub | Cuba; Republic of Cuba | Cuban | Havana
cv cpv | Cape Verde; Cabo Verde | Cape Verdean | Praia
cw cuw | Curaçao | Curaçaoan |
cx cxr | Christmas Island | |
cy cyp | Cyprus; Republic of Cyprus | Cypriot | Nicosia
cy-trnc | Northern Cyprus; North Cyprus; Turkish Republic of Northern Cyprus; TRNC; Cyprus, Northern | Turkish Cypriot |
cz cze | Czechia; Czech Republic; The Czech Republic | Czech | Prague
dd ddr | East Germany; German Democratic Republic; GDR; Germany, East | East German | East Berlin
de deu | Germany; Federal Republic of Germany; West Germany; Germany, Federal Republic of; Deutschland | German; West German | Berlin
dj dji | Djibouti; Republic of Djibouti | Djiboutian | Djibouti City
dk dnk | Denmark; Kingdom of Denmark | Danish; Dane | Copenhagen
dm dma | Dominica; Commonwealth of Dominica | | Roseau
do dom | Dominican Republic; The Dominican Republic | Dominican | Santo Domingo
dz dza | Algeria; People's Democratic Republic of Algeria | Algerian | Algiers
ec ecu | Ecuador; Republic of Ecuador | Ecuadorian; Ecuadorean; Ecuadoran | Quito
ee est | Estonia; Republic of Estonia | Estonian | Tallinn
eg egy | Egypt; Arab Republic of Egypt; United Arab Republic | Egyptian | Cairo
eh esh | Western Sahara; Sahrawi Arab Democratic Republic | Sahrawi; Saharawi |
er eri | Eritrea; State of Eritrea | Eritrean | Asmara
es esp | Spain; Kingdom of Spain; España | Spanish; Spaniard | Madrid
et eth | Ethiopia; Federal Democratic Republic of Ethiopia | Ethiopian | Addis Ababa
eu | European Union; EU | | Brussels
fi fin | Finland; Republic of Finland | Finnish; Finn | Helsinki
fj fji | Fiji; Republic of Fiji | Fijian | Suva
fk flk | Falkland Islands; Falkland Islands (Malvinas); Malvinas; Falklands | Falkland Islander |
fm fsm | Micronesia; Federated States of Micronesia; Micronesia (Federated States of); Micronesia, Federated States of | Micronesian | Palikir
fo fro | Faroe Islands; Faeroe Islands | Faroese |
fr fra | France; French Republic | French; Frenchman; Frenchwoman | Paris
ga gab | Gabon; Gabonese Republic | Gabonese | Libreville
gb gbr | United Kingdom; UK; Great Britain; Britain; United Kingdom of Great Britain and Northern Ireland; United Kingdom of Great Britain and Northern; GB; England | British; Briton; Britisher; English; Englishman; Englishwoman | London
gb-nir | Northern Ireland | Northern Irish | Belfast
gb-sct | Scotland | Scottish; Scot; Scots | Edinburgh
gb-wls | Wales | Welsh; Welshman | Cardiff
gd grd | Grenada | Grenadian | St. George's
ge geo | Georgia; Georgia, Republic of; Republic of Georgia | Georgian | Tbilisi
ge-ab | Abkhazia; Republic of Abkhazia | Abkhaz; Abkhazian | Sukhumi
gf guf | French Guiana; French Guyana | French Guianese |
gg ggy | Guernsey | |
cq | Sark | |
gh gha | Ghana; Republic of Ghana | Ghanaian | Accra
gi gib | Gibraltar | Gibraltarian |
gl grl | Greenland | Greenlandic; Greenlander | Nuuk
gm gmb | Gambia; The Gambia; Gambia, The; Republic of the Gambia | Gambian | Banjul
gn gin | Guinea; Republic of Guinea; Guinea-Conakry | Guinean | Conakry
gp glp | Guadeloupe | Guadeloupean |
gq gnq | Equatorial Guinea; Republic of Equatorial Guinea | Equatorial Guinean; Equatoguinean | Malabo
gr grc | Greece; Hellenic Republic; Hellas | Greek; Hellenic | Athens
gs sgs | South Georgia and the South Sandwich Islands; South Georgia | |
gt gtm | Guatemala; Republic of Guatemala | Guatemalan | Guatemala City
gu gum | Guam | Guamanian |
gw gnb | Guinea-Bissau; Guinea Bissau; Republic of Guinea-Bissau | Bissau-Guinean | Bissau
gy guy | Guyana; Co-operative Republic of Guyana; British Guiana | Guyanese | Georgetown
hk hkg | Hong Kong; Hong Kong SAR; Hong Kong Special Administrative Region; Hong Kong, China; HKSAR; China (Hong Kong); Hong Kong SAR, China; Hongkong | Hong Konger; Hongkonger |
hm hmd | Heard Island and McDonald Islands | |
hn hnd | Honduras; Republic of Honduras | Honduran | Tegucigalpa
hr hrv | Croatia; Republic of Croatia | Croatian; Croat | Zagreb
ht hti | Haiti; Republic of Haiti | Haitian | Port-au-Prince
hu hun | Hungary; Republic of Hungary | Hungarian | Budapest
id idn | Indonesia; Republic of Indonesia | Indonesian | Jakarta
ie irl | Ireland; Republic of Ireland; Eire | Irish; Irishman | Dublin
il isr | Israel; State of Israel | Israeli | Jerusalem; Tel Aviv
im imn | Isle of Man; Man, Isle of | Manx |
in ind | India; Republic of India | Indian | New Delhi; Delhi
io iot | British Indian Ocean Territory | |
iq irq | Iraq; Republic of Iraq | Iraqi | Baghdad
ir irn | Iran; Islamic Republic of Iran; Iran (Islamic Republic of); Iran, Islamic Republic of; Persia; IRI | Iranian; Persian | Tehran; Teheran
is isl | Iceland; Republic of Iceland | Icelandic; Icelander | Reykjavík
it ita | Italy; Italian Republic; Italia | Italian | Rome
je jey | Jersey | |
jm jam | Jamaica | Jamaican | Kingston
jo jor | Jordan; Hashemite Kingdom of Jordan; The Hashemite Kingdom of Jordan | Jordanian | Amman
jp jpn | Japan | Japanese | Tokyo
ke ken | Kenya; Republic of Kenya | Kenyan | Nairobi
kg kgz | Kyrgyzstan; Kyrgyz Republic; Kirghizia | Kyrgyz; Kyrgyzstani; Kirghiz | Bishkek
kh khm | Cambodia; Kingdom of Cambodia; Kampuchea; Khmer Republic | Cambodian; Khmer | Phnom Penh
ki kir | Kiribati; Republic of Kiribati | I-Kiribati | Tarawa
km com | Comoros; Union of the Comoros; The Comoros | Comorian; Comoran | Moroni
kn kna | Saint Kitts and Nevis; St. Kitts and Nevis; St Kitts & Nevis; Saint Kitts | Kittitian; Nevisian | Basseterre
kp prk | North Korea; Democratic People's Republic of Korea; DPRK; DPR Korea; D.P.R. of Korea; Korea, North; N. Korea; Korea, Democratic People's Republic of; Korea (Democratic People's Republic of); Korea (North); Korea DPR; RPDC; DPR of Korea; Democratic People's Republic of Korea (DPRK) | North Korean | Pyongyang; Pyeongyang; P'yongyang
kr kor | South Korea; Republic of Korea; ROK; Korea, South; S. Korea; Korea, Republic of; Korea (Republic of); Korea (South) | South Korean | Seoul
kw kwt | Kuwait; State of Kuwait | Kuwaiti | Kuwait City
ky cym | Cayman Islands; Caymans; Grand Cayman | Caymanian |
kz kaz | Kazakhstan; Republic of Kazakhstan; Kazakstan | Kazakh; Kazakhstani | Astana; Nur-Sultan
la lao | Laos; Lao People's Democratic Republic; Lao PDR; Lao | Laotian; Lao | Vientiane
lb lbn | Lebanon; Lebanese Republic | Lebanese | Beirut
lc lca | Saint Lucia; St. Lucia | Saint Lucian; St Lucian | Castries
li lie | Liechtenstein; Principality of Liechtenstein | Liechtensteiner | Vaduz
lk lka | Sri Lanka; Democratic Socialist Republic of Sri Lanka; Ceylon | Sri Lankan | Colombo
lr lbr | Liberia; Republic of Liberia | Liberian | Monrovia
ls lso | Lesotho; Kingdom of Lesotho | Basotho; Mosotho | Maseru
lt ltu | Lithuania; Republic of Lithuania | Lithuanian | Vilnius
lu lux | Luxembourg; Grand Duchy of Luxembourg; Luxemburg | Luxembourger; Luxembourgish | Luxembourg City
lv lva | Latvia; Republic of Latvia | Latvian | Riga
ly lby | Libya; State of Libya; Libyan Arab Jamahiriya; Socialist People's Libyan Arab Jamahiriya | Libyan | Tripoli
ma mar | Morocco; Kingdom of Morocco | Moroccan | Rabat
mc mco | Monaco; Principality of Monaco | Monegasque; Monacan |
md mda | Moldova; Republic of Moldova; Moldova, Republic of; Moldavia | Moldovan; Moldavian | Chisinau; Chișinău
md-pmr | Transnistria; Pridnestrovian Moldavian Republic; Transdniestria | Transnistrian | Tiraspol
me mne | Montenegro; Republic of Montenegro | Montenegrin | Podgorica
mf maf | Saint Martin; St. Martin; Saint Martin (French part) | |
mg mdg | Madagascar; Republic of Madagascar | Malagasy; Madagascan | Antananarivo
mh mhl | Marshall Islands; Republic of the Marshall Islands; The Marshall Islands | Marshallese | Majuro
mk mkd | North Macedonia; Macedonia; North Macedonia, The Republic of; North Macedonia, Republic of; Republic of North Macedonia; The Former Yugoslav Republic of Macedonia; Macedonia, The Former Yugoslav Republic of; FYROM; Republic of Macedonia | Macedonian; North Macedonian | Skopje
ml mli | Mali; Republic of Mali | Malian | Bamako
mm mmr | Myanmar; Burma; Republic of the Union of Myanmar; Union of Myanmar; Burma (Myanmar); Myanmar (Burma) | Burmese; Myanma | Naypyidaw; Nay Pyi Taw; Yangon; Rangoon
mn mng | Mongolia; Mongolian People's Republic | Mongolian; Mongol | Ulaanbaatar; Ulan Bator
mo mac | Macau; Macao; Macau SAR; Macao Special Administrative Region; Macao SAR; China (Macau); Macau, China | Macanese |
mp mnp | Northern Mariana Islands; Commonwealth of the Northern Mariana Islands; Saipan | |
mq mtq | Martinique | Martinican |
mr mrt | Mauritania; Islamic Republic of Mauritania | Mauritanian | Nouakchott
ms msr | Montserrat | Montserratian |
mt mlt | Malta; Republic of Malta | Maltese | Valletta
mu mus | Mauritius; Republic of Mauritius | Mauritian | Port Louis
mv mdv | Maldives; Republic of Maldives; The Maldives | Maldivian | Malé
mw mwi | Malawi; Republic of Malawi | Malawian | Lilongwe
mx mex | Mexico; United Mexican States; México | Mexican | Mexico City
my mys | Malaysia; Federation of Malaysia | Malaysian | Kuala Lumpur; Putrajaya
mz moz | Mozambique; Republic of Mozambique | Mozambican | Maputo
na nam | Namibia; Republic of Namibia | Namibian | Windhoek
nc ncl | New Caledonia | New Caledonian |
ne ner | Niger; Republic of the Niger; Republic of Niger | Nigerien; Nigérien | Niamey
nf nfk | Norfolk Island | |
ng nga | Nigeria; Federal Republic of Nigeria | Nigerian | Abuja; Lagos
ni nic | Nicaragua; Republic of Nicaragua | Nicaraguan | Managua
nl nld | Netherlands; The Netherlands; Netherlands, The; Holland; Kingdom of the Netherlands; Netherlands (Kingdom of the) | Dutch; Dutchman; Netherlander | The Hague; Amsterdam
no nor | Norway; Kingdom of Norway | Norwegian | Oslo
np npl | Nepal; Federal Democratic Republic of Nepal | Nepali; Nepalese | Kathmandu
nr nru | Nauru; Republic of Nauru | Nauruan | Yaren
nu niu | Niue | Niuean |
nz nzl | New Zealand; Aotearoa | New Zealander | Wellington
om omn | Oman; Sultanate of Oman | Omani | Muscat
pa pan | Panama; Republic of Panama; Panamá | Panamanian | Panama City
pe per | Peru; Republic of Peru; Perú | Peruvian | Lima
pf pyf | French Polynesia; Tahiti | French Polynesian; Tahitian |
pg png | Papua New Guinea; Independent State of Papua New Guinea | Papua New Guinean | Port Moresby
ph phl | Philippines; Republic of the Philippines; The Philippines | Filipino; Filipina; Philippine | Manila
pk pak | Pakistan; Islamic Republic of Pakistan | Pakistani | Islamabad
pl pol | Poland; Republic of Poland; Polska | Polish; Pole | Warsaw
pm spm | Saint Pierre and Miquelon; St. Pierre and Miquelon | |
pn pcn | Pitcairn Islands; Pitcairn | |
pr pri | Puerto Rico; Commonwealth of Puerto Rico | Puerto Rican |
ps pse | Palestine; State of Palestine; Palestinian Territories; Palestinian Territory, Occupied; Occupied Palestinian Territory; Occupied Palestinian Territories; The Occupied Palestinian Territories; Palestinian Territory; Palestine, State of; Gaza; Gaza Strip; West Bank; West Bank and Gaza; Palestinian Authority | Palestinian | Ramallah
pt prt | Portugal; Portuguese Republic | Portuguese | Lisbon
pw plw | Palau; Republic of Palau | Palauan | Ngerulmud
py pry | Paraguay; Republic of Paraguay | Paraguayan | Asunción
qa qat | Qatar; State of Qatar | Qatari | Doha
re reu | Réunion | |
ro rou | Romania; Rumania | Romanian | Bucharest
rs srb | Serbia; Republic of Serbia | Serbian; Serb | Belgrade
ru rus | Russia; Russian Federation; RF; The Russian Federation | Russian; Muscovite | Moscow
rw rwa | Rwanda; Republic of Rwanda | Rwandan; Rwandese | Kigali
sa sau | Saudi Arabia; Kingdom of Saudi Arabia; KSA | Saudi; Saudi Arabian | Riyadh
sb slb | Solomon Islands | Solomon Islander | Honiara
sc syc | Seychelles; Republic of Seychelles | Seychellois | Victoria
sd sdn | Sudan; Republic of the Sudan; The Sudan; Republic of Sudan; North Sudan; Sudan, The | Sudanese | Khartoum
se swe | Sweden; Kingdom of Sweden | Swedish; Swede | Stockholm
sg sgp | Singapore; Republic of Singapore | Singaporean |
sh shn | Saint Helena; St. Helena; Saint Helena, Ascension and Tristan da Cunha | |
si svn | Slovenia; Republic of Slovenia | Slovenian; Slovene | Ljubljana
sj sjm | Svalbard and Jan Mayen; Svalbard | |
sk svk | Slovakia; Slovak Republic | Slovak; Slovakian | Bratislava
sl sle | Sierra Leone; Republic of Sierra Leone | Sierra Leonean | Freetown
sm smr | San Marino; Republic of San Marino | Sammarinese |
sn sen | Senegal; Republic of Senegal | Senegalese | Dakar
so som | Somalia; Federal Republic of Somalia; Somali Republic | Somali; Somalian | Mogadishu
so-som | Somaliland; Republic of Somaliland | Somalilander | Hargeisa
sr sur | Suriname; Republic of Suriname; Surinam | Surinamese | Paramaribo
ss ssd | South Sudan; Republic of South Sudan; Sudan, South; S. Sudan | South Sudanese | Juba
st stp | São Tomé and Príncipe; Sao Tome & Principe | Santomean | São Tomé
suhh | Soviet Union; Union of Soviet Socialist Republics; USSR; Former USSR; Former Soviet Union | Soviet |
sv slv | El Salvador; Republic of El Salvador | Salvadoran; Salvadorean; Salvadorian | San Salvador
sx sxm | Sint Maarten; St. Maarten; Sint Maarten (Dutch part) | |
sy syr | Syria; Syrian Arab Republic | Syrian | Damascus
sz swz | Eswatini; Swaziland; Kingdom of Eswatini | Swazi; Liswati | Mbabane
tc tca | Turks and Caicos Islands; Turks and Caicos | |
td tcd | Chad; Republic of Chad; Tchad | Chadian | N'Djamena
tf atf | French Southern Territories | |
tg tgo | Togo; Togolese Republic | Togolese | Lomé
th tha | Thailand; Kingdom of Thailand; Siam | Thai | Bangkok
tj tjk | Tajikistan; Republic of Tajikistan; Tadjikistan | Tajik; Tajikistani; Tadjik | Dushanbe
tk tkl | Tokelau | |
tl tls | Timor-Leste; East Timor; Democratic Republic of Timor-Leste | Timorese; East Timorese | Dili
tm tkm | Turkmenistan | Turkmen | Ashgabat
tn tun | Tunisia; Republic of Tunisia; Tunisian Republic | Tunisian | Tunis
to ton | Tonga; Kingdom of Tonga | Tongan | Nukuʻalofa
tr tur | Turkey; Türkiye; Republic of Turkey; Republic of Türkiye; Turkiye | Turkish; Turk | Ankara
tt tto | Trinidad and Tobago; Trinidad; Trinidad & Tobago | Trinidadian; Tobagonian | Port of Spain
tv tuv | Tuvalu | Tuvaluan | Funafuti
tw twn | Taiwan; Republic of China; Taiwan, Province of China; Chinese Taipei; Taiwan, China; ROC; Taiwan (Province of China) | Taiwanese | Taipei
tz tza | Tanzania; United Republic of Tanzania; Tanzania, United Republic of | Tanzanian | Dodoma; Dar es Salaam
ua ukr | Ukraine; The Ukraine | Ukrainian | Kyiv; Kiev
ua-cri | Crimea; Republic of Crimea; Autonomous Republic of Crimea; Crimea (occupied) | Crimean | Simferopol; Sevastopol
ua-dpr | Donetsk People's Republic; DNR; DPR | |
ua-lpr | Luhansk People's Republic; Lugansk People's Republic; LNR; LPR | |
ug uga | Uganda; Republic of Uganda | Ugandan | Kampala
um umi | United States Minor Outlying Islands | |
us usa | United States; United States of America; US; USA; America; The United States; U.S.; The United States of America | American | Washington; Washington, D.C.
uy ury | Uruguay; Oriental Republic of Uruguay | Uruguayan | Montevideo
uz uzb | Uzbekistan; Republic of Uzbekistan | Uzbek; Uzbekistani | Tashkent
va vat | Vatican City; Holy See; Vatican; Holy See (Vatican City State) | |
vc vct | Saint Vincent and the Grenadines; St. Vincent and the Grenadines; Saint Vincent; St. Vincent & Grenadines | Vincentian | Kingstown
ve ven | Venezuela; Bolivarian Republic of Venezuela; Venezuela (Bolivarian Republic of); Venezuela, Bolivarian Republic of | Venezuelan | Caracas
vg vgb | British Virgin Islands; Virgin Islands, British; BVI; Virgin Islands (British); Tortola | |
vi vir | U.S. Virgin Islands; United States Virgin Islands; Virgin Islands, U.S.; Virgin Islands (U.S.) | |
vn vnm | Vietnam; Viet Nam; Socialist Republic of Vietnam; Socialist Republic of Viet Nam | Vietnamese | Hanoi
vu vut | Vanuatu; Republic of Vanuatu | Vanuatuan; Ni-Vanuatu | Port Vila
wf wlf | Wallis and Futuna; Wallis and Futuna Islands | |
ws wsm | Samoa; Western Samoa; Independent State of Samoa | Samoan | Apia
x-so | South Ossetia; Republic of South Ossetia; Ossetia, South | South Ossetian | Tskhinvali
xk xkx | Kosovo; Republic of Kosovo | Kosovar; Kosovan | Pristina; Prishtina
ye yem | Yemen; Republic of Yemen; Yemen Arab Republic | Yemeni; Yemenite | Sanaa; Sana'a
yt myt | Mayotte | Mahoran |
yucs yug | Yugoslavia; Socialist Federal Republic of Yugoslavia; Federal Republic of Yugoslavia; Former Yugoslavia; SFR Yugoslavia; SFRY; Federal Republic Yugoslavia | Yugoslav; Yugoslavian |
za zaf | South Africa; Republic of South Africa; RSA | South African | Pretoria; Cape Town
zm zmb | Zambia; Republic of Zambia; Northern Rhodesia | Zambian | Lusaka
zw zwe | Zimbabwe; Republic of Zimbabwe; Rhodesia | Zimbabwean | Harare
"""  # noqa: E501 (one line a country)

#: What ISO 3166 withdrew, by the code it had: Netherlands Antilles, Zaire, older alpha-3 codes.
_WITHDRAWN = {"zr": "cd", "zar": "cd", "tp": "tl", "tmp": "tl", "bu": "mm", "bur": "mm"}
#: In a running text these are more often a person, another town, or another thing.
_NOT_A_MENTION = frozenset(
    """victoria;georgetown;kingston;kingstown;wellington;san jose;male;st georges;brussels;hague;
    car;rf;roc;rsa;ri;iri;persia;dpr;lpr;dnr;lnr;siam;lao;bih;gb;jersey;sark;antigua;
    saint martin;st martin""".replace("\n    ", "").split(";")
)
_DOT_OR_APOSTROPHE = re.compile(r"[.'’ʻ`´]")
_ARTICLE_OR_POSSESSIVE = re.compile(r"^[Tt]he\s+|['’]s?$")
_BREAK = re.compile(r"[\W_]+")


def _fold(text: str) -> str:
    """Reduce a name to lower-case letters and single spaces: 'Korea, (North)' is 'korea north'."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
    text = _DOT_OR_APOSTROPHE.sub("", text.replace("&", " and ")).casefold()
    return _BREAK.sub(" ", text).strip().removeprefix("the ")


def _list(text: str) -> tuple[str, ...]:
    return tuple(part for each in text.split(";") if (part := each.strip()))


def _parse(table: str) -> Iterator[Country]:
    for line in table.strip().splitlines():
        codes, names, demonyms, capitals = line.split("|")
        code, _, alpha3 = codes.strip().partition(" ")
        name, *others = _list(names)
        capital = _list(capitals)[:1]
        yield Country(code, alpha3, name, tuple(others), _list(demonyms), "".join(capital))


#: Code → country, in the order of the codes.
COUNTRIES: Mapping[str, Country] = MappingProxyType({c.code: c for c in _parse(_TABLE)})


@cache
def _names() -> dict[str, str]:
    found = dict(_WITHDRAWN)
    for country in COUNTRIES.values():
        for name in (country.code, country.alpha3, country.name, *country.other_names):
            if name:
                found.setdefault(_fold(name), country.code)
    return found


@cache
def _mentions() -> dict[str, str]:
    """Names, peoples and capitals as a running text has them; codes are no words of a text."""
    found: dict[str, str] = {}
    for line, country in zip(_TABLE.strip().splitlines(), COUNTRIES.values(), strict=True):
        capitals = _list(line.rpartition("|")[2])
        for word in (country.name, *country.other_names, *country.demonyms, *capitals):
            if (key := _fold(word)) not in _NOT_A_MENTION:
                found.setdefault(key, country.code)
    return found


def code_of(text: str) -> str | None:
    """Return the code a name, an alpha-2 or an alpha-3 code stands for, or None.

    Case, accents and punctuation do not matter: 'KOREA, NORTH.' is 'kp'.
    """
    folded = text.strip().casefold()
    return folded if folded in COUNTRIES else _names().get(_fold(text))


def mention_code(text: str) -> str | None:
    """Return the code of what a running text calls a country, or None.

    Reads names, peoples ('North Koreans'), capitals ('Pyongyang') and usual abbreviations
    ('U.S.', 'DPRK'), each also as a possessive. They are written with a capital, those of up to
    three letters all in capitals, since 'us' and 'polish' are words. So are ISO codes ('IN'),
    which do not count. What is ambiguous ('Congolese', 'Korean') is None.
    """
    word = _ARTICLE_OR_POSSESSIVE.sub("", text.strip())
    key = _fold(word)
    if not word[:1].isupper() or (len(key) <= 3 and not word.isupper()):
        return None
    known = _mentions()
    return known.get(key) or known.get(key.removesuffix("s"))


def name_of(code: str) -> str:
    """Return the usual English name of a code, or the code itself where it is not known."""
    country = COUNTRIES.get(code.casefold())
    return country.name if country else code
