"""The vocabulary of entities: FollowTheMoney's schemata and properties, as far as lists use them.

Names and meanings are FollowTheMoney's (https://followthemoney.tech/explorer/), so that data of
OpenSanctions and Aleph needs no translation. Only what a reader of ours writes is named here.
"""

from __future__ import annotations

from types import MappingProxyType

_THING = (
    "name alias weakAlias previousName country topics notes sourceUrl program programId address "
    "addressEntity wikidataId keywords createdAt modifiedAt"
)
_LEGAL = (
    "email phone website legalForm incorporationDate dissolutionDate taxNumber "
    "registrationNumber idNumber leiCode swiftBic innCode ogrnCode okpoCode mainCountry "
    "jurisdiction status sector abbreviation imoNumber"
)
_PERSON = (
    "title firstName secondName middleName fatherName lastName motherName birthDate birthPlace "
    "birthCountry deathDate position nationality citizenship gender ethnicity religion "
    "passportNumber socialSecurityNumber nameSuffix"
)
_VEHICLE = "registrationNumber type model owner operator buildDate"
_INTERVAL = "startDate endDate date summary description recordId sourceUrl publisher"

#: Schema → its properties. Interval schemata join two entities or qualify one.
SCHEMATA = MappingProxyType(
    {
        name: frozenset(" ".join(parts).split())
        for name, parts in {
            "LegalEntity": (_THING, _LEGAL),
            "Person": (_THING, _LEGAL, _PERSON),
            "Organization": (_THING, _LEGAL),
            "Company": (_THING, _LEGAL, "isinCode ticker"),
            "PublicBody": (_THING, _LEGAL),
            "Vessel": (
                _THING,
                _VEHICLE,
                "imoNumber mmsi callSign flag pastFlags tonnage grossRegisteredTonnage "
                "deadweightTonnage crsNumber",
            ),
            "Airplane": (_THING, _VEHICLE, "serialNumber manufacturer icaoCode"),
            "CryptoWallet": (_THING, "publicKey currency holder balance"),
            "Address": (_THING, "full street city region postalCode state remarks latitude"),
            "Sanction": (
                _INTERVAL,
                "entity authority authorityId unscId program programId programUrl provisions "
                "status duration reason country listingDate modifiedAt",
            ),
            "Identification": (_INTERVAL, "holder type country number authority"),
            "Passport": (
                _INTERVAL,
                "holder type country number authority passportNumber personalNumber",
            ),
            "UnknownLink": (_INTERVAL, "subject object role status"),
            "Ownership": (_INTERVAL, "owner asset percentage sharesCount role status"),
            "Directorship": (_INTERVAL, "director organization role status"),
            "Family": (_INTERVAL, "person relative relationship"),
        }.items()
    }
)

#: Schemata whose names are screened.
MATCHABLE = frozenset(
    "LegalEntity Person Organization Company PublicBody Vessel Airplane CryptoWallet".split()
)
#: Schemata that may be the same thing, besides equal ones: a query for an
#: Organization may find a Company. A schema stands for itself and those named.
_KIN = {
    "LegalEntity": {"Person", "Organization", "Company", "PublicBody"},
    "Organization": {"LegalEntity", "Company", "PublicBody"},
    "Company": {"LegalEntity", "Organization", "PublicBody"},
    "PublicBody": {"LegalEntity", "Organization", "Company"},
    "Person": {"LegalEntity"},
}
#: Name properties, strongest first, with the kind of name each holds.
NAME_KINDS = MappingProxyType(
    {"name": "primary", "alias": "strong", "previousName": "former", "weakAlias": "weak"}
)


#: A query for anything that has a name: FollowTheMoney's root of all schemata.
THING = "Thing"
#: Schemata a query may be of.
ASKABLE = MATCHABLE | {THING}


def kin(query: str) -> frozenset[str]:
    """Return the schemata that an entity may be of which a query of this schema finds."""
    return MATCHABLE if query == THING else frozenset({query, *_KIN.get(query, ())})
