package tagged

var platterTests = []dialectTest{
	{"Copac", "two-letter", `
TI- The SIS project : software reuse
AU- Prech, Lutz
AU- Universität Karlsruhe. Fakultät für Informatik
SE- Interner Bericht ; Nr.2/92
PU- Karlsruhe : Universitat Karlsruhe, Fakultat
PY- 1992
HL- Edinburgh
DT- TXT

TI- Another with a title that
    goes on
AU- Doe, Jane
PU- London : Routledge
PY- 1998
`, `title=The SIS project : software reuse
authors=Lutz Prech; Universität Karlsruhe. Fakultät für Informatik
date=1992
publisher=Universitat Karlsruhe, Fakultat
place=Karlsruhe
series=Interner Bericht ; Nr.2/92

title=Another with a title that goes on
authors=Jane Doe
date=1998
publisher=Routledge
place=London`},
	{"SilverPlatter", "two-letter", `Record 1 of 2 - ERIC 1992-2003

TI:  How owls learn
AU:  Smith,-John; Doe,-Jane
SO:  Journal-of-Owls. 1992; 19(2): 20-31
AB:  They do: it
     takes time.
DT:  Journal-Article
PY:  1992

Record 2 of 2 - ERIC 1992-2003

TI:  A book of owls
AU:  Roe,-R. (ed)
PB:  London : Routledge
PY:  1990
DT:  Monograph
`, `type=article
title=How owls learn
authors=John Smith; Jane Doe
date=1992
in=Journal of Owls
volume=19
number=2
pages=20-31
abstract=They do: it takes time.

type=book
title=A book of owls
authors=R. Roe
editors=R. Roe
date=1990
publisher=Routledge
place=London`},
	{"the Cochrane Library", "two-letter", `Record #1 of 2
ID: CN-00778158
AU: Byw T
AU: Hut JM
TI: Owls at school: a trial
SO: Trials
YR: 2011
VL: 12
NO: 3
PG: 39-41
PM: PUBMED 21314913,EMBASE 51
PT: Journal article
KY: Owl
DOI: 10.5555/owl.2
AB: BACKGROUND: Owls: they go
US: https://www.example.org/CN-00778158

Record #2 of 2
ID: CN-1
AU: Lee A
TI: Owls again
YR: 2012
`, `id=doi:10.5555/owl.2
type=article
title=Owls at school: a trial
authors=T Byw; JM Hut
date=2011
in=Trials
volume=12
number=3
pages=39-41
abstract=BACKGROUND: Owls: they go
urls=https://www.example.org/CN-00778158

title=Owls again
authors=A Lee
date=2012`},
	{"Inspec", "two-letter", `Record 1 of INSPEC 2000

TI ~ Software reuse
AU ~ Prech, Lutz
AB ~ Abstract
SO ~ Reuse Letters. 1992; 19: 20
RT ~ Journal-Paper
`, `type=article
title=Software reuse
authors=Lutz Prech
date=1992
in=Reuse Letters
volume=19
pages=20
abstract=Abstract`},
	{"NEP", "nep", `nep-abc New Economics Papers
on A Subject
http://nep.repec.org
In this issue we have:
------------------------------

1. First title
2. Second title

------------------------------

1.  First title that
    goes on
By: Ann Lee (Bank of A); Bo Day (B)
    Cy Fox
Abstract: We study
    money.
Keywords: money, banks
JEL: A1 B2
Date: 2020-05
URL: http://d.repec.org/n?u=RePEc:abc:1&r=abc

2.  Second title

Dan Eik (Institute of
Things)
Eve Foss

We study time.

Keywords: time
Date: 2019-04-03
`, `type=report
title=First title that goes on
authors=Ann Lee; Bo Day; Cy Fox
date=2020-05
abstract=We study money.
urls=http://d.repec.org/n?u=RePEc:abc:1&r=abc

type=report
title=Second title
authors=Dan Eik; Eve Foss
date=2019-04-03
abstract=We study time.`},
}
