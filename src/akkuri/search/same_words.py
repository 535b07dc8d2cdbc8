"""Words for the same in the three languages, for titles that stand in one of them only.

What a cluster's concepts are called stands in its vocabularies. These are words of every subject: elements,
what machines learn, what moves, who learns.
"""

from collections.abc import Iterator
from typing import Final

from akkuri.search.entries import CONCEPT, SearchEntry, Text

__all__ = ["same_words"]

_SAME: Final = """
magnesium | magnesium | magnesium
vanadium | vanadiini | vanadin
titanium | titaani | titan
zinc | sinkki | zink
sulphur, sulfur, sulfide, sulphide | rikki, sulfidi | svavel, sulfid
copper | kupari | koppar
iron | rauta | järn
aluminium, aluminum | alumiini | aluminium
manganese | mangaani | mangan
silicon | pii | kisel
carbon | hiili | kol
oxygen, air | happi, ilma | syre, luft
phosphorus, phosphate | fosfori, fosfaatti | fosfor, fosfat
tungsten | volframi | volfram
niobium | niobi | niob
platinum | platina | platina
gold | kulta | guld
silver | hopea | silver
rare metals, rare earths, rare earth | harvinaiset maametallit | sällsynta jordartsmetaller
magnet, magnets, magnetics, permanent magnet | magneetti, kestomagneetti | magnet, permanentmagnet
ceramic | keraaminen, keramiikka | keramisk, keramik
polymer | polymeeri | polymer
plastics, plastic | muovi | plast
catalyst, catalysts | katalyytti | katalysator
sulphate, sulfate | sulfaatti | sulfat
wood, forest | puu, metsä | trä, skog
artificial intelligence, ai | tekoäly | artificiell intelligens
machine learning | koneoppiminen | maskininlärning
blockchain | lohkoketju | blockkedja
internet of things, iot | esineiden internet | sakernas internet
digital twin, digital twins | digitaalinen kaksonen | digital tvilling
earth observation, satellite | kaukokartoitus, satelliitti | jordobservation, satellit
traceability | jäljitettävyys, jäljitys, alkuperä | spårbarhet, spårning, ursprung
sensor, sensors | anturi | sensor, givare
robot, robotic, robotised | robotti, robotisoitu | robot, robotiserad
ship, ships, vessel, vessels, maritime | laiva, alus, merenkulku | fartyg, båt, sjöfart
ferry | lautta | färja
bus, buses, bus rapid transit | bussi, linja-auto | buss
truck, trucks, heavy duty vehicles, hdv, hdvs | kuorma-auto, rekka | lastbil
aircraft, airplane, aviation | lentokone, ilmailu | flygplan, flyg
bicycle, bike, bikes, e bike, e bikes | polkupyörä, sähköpyörä | cykel, elcykel
scooter, scooters, e scooter, e scooters | potkulauta, sähköpotkulauta | sparkcykel, elsparkcykel
parking | pysäköinti | parkering
motor, motors | moottori | motor
transformer | muuntaja | transformator
power electronics | tehoelektroniikka | kraftelektronik
solar | aurinkovoima, aurinkosähkö | solkraft, solel
wind | tuulivoima | vindkraft
building, buildings | rakennus, talo | byggnad, hus
city, cities, urban | kaupunki | stad
island, islands | saari | ö
student, students | opiskelija | student, elev
young people, youth | nuoret | ungdomar
teacher, teachers, educators | opettaja | lärare
tour | kiertue, opintomatka | rundtur, studieresa
course, courses | kurssi | kurs
survey | selvitys, kysely | kartläggning, enkät
strategy | strategia | strategi
roadmap | tiekartta | färdplan, vägkarta
call | haku | utlysning
logistics | logistiikka, kuljetukset | logistik, transporter
harbour, port | satama | hamn
mine, mining | kaivos, kaivostoiminta | gruva, gruvdrift
exploration | malminetsintä | prospektering, malmletning
tailings, mining waste, extractive waste | kaivosjäte, rikastushiekka | gruvavfall, anrikningssand
wastes, waste | jäte | avfall
side streams, by products | sivuvirrat, sivutuotteet | sidoströmmar, biprodukter
scrap | romu | skrot
flue gas, emissions | savukaasu, päästöt | rökgas, utsläpp
fire, fires | palo, tulipalo | brand
safety | turvallisuus | säkerhet
impedance | impedanssi | impedans
quality control | laadunvalvonta | kvalitetskontroll
self discharge | itsepurkautuminen | självurladdning
harvesting | talteenotto, keruu | skörd
ink, inkjet | muste, mustesuihku | bläck, bläckstråle
printing, printed | tulostus, painettu | tryckning, tryckt
pyrolysis | pyrolyysi | pyrolys
precipitation | saostus | fällning
water treatment | vedenkäsittely | vattenrening
supply chain, supply chains | toimitusketju | leveranskedja
raw material, raw materials | raaka-aine | råvara, råmaterial
nanotechnology, nanostructured, nanoscale | nanoteknologia | nanoteknik
"""
"""English, Finnish and Swedish words, a line for each thing."""
_LANGUAGES: Final = ("en", "fi", "sv")


def same_words() -> Iterator[SearchEntry]:
    """Give each thing as a concept would stand for it."""
    for line in _SAME.strip().splitlines():
        called: list[Text] = [
            (lang, word.strip())
            for lang, part in zip(_LANGUAGES, line.split("|"), strict=True)
            for word in part.split(",")
        ]
        yield SearchEntry("", CONCEPT, names=tuple(called))
