package tagged

var wosTests = []dialectTest{
	{"Web of Science", "wos", `FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Sund, E
   Tveit, O
AF Sund, Eli
   Tveit, Ola B.
CA Roof Consortium
TI Moss on northern
   roofs
SO NORDIC ROOFS
LA English
DT Article
AB Moss grows
   there. (C) 2021
C1 [Sund, Eli] Univ Oslo, Oslo, Norway.
EM eli@example.org
CR AAS J, 1997, ROOFS, V39, P1219
   BERG M, 1997, MOSS, V192, P129
TC 0
PU MOSS PRESS
PI BERGEN
SN 1234-5678
EI 1234-567X
JI Nord. Roofs
PD JUN 14
PY 2021
VL 18
IS 23
BP 5323
EP 5331
DI 10.5555/nr.1
PM 12345
UT WOS:000238592600006
ER

PT S
AU Lie, A
BE Mo, B
   Ro, C
TI Snow: an overview
SO ANNUAL REVIEW OF SNOW, VOL 3
SE Annual Review of Snow
DT Review
BN 978-0-8243-2732-3
PY 2011
VL 3
AR e17
ER

PT C
AU Vik, A
TI Ice at work
SO PROCEEDINGS OF ICE 2019
CT 5th Conference on Ice
DT Proceedings Paper
PY 2019
PD MAY
ER

EF
`, `id=doi:10.5555/nr.1
type=article
title=Moss on northern roofs
authors=Eli Sund; Ola B. Tveit; Roof Consortium
groups=Roof Consortium
date=2021-06-14
in=NORDIC ROOFS
volume=18
number=23
pages=5323-5331
publisher=MOSS PRESS
place=BERGEN
issn=1234-5678, 1234-567X
language=en
abstract=Moss grows there. (C) 2021

type=chapter
title=Snow: an overview
authors=A Lie
editors=B Mo; C Ro
date=2011
in=ANNUAL REVIEW OF SNOW, VOL 3
volume=3
pages=e17
series=Annual Review of Snow
isbn=978-0-8243-2732-3

type=conference-paper
title=Ice at work
authors=A Vik
date=2019-05
in=PROCEEDINGS OF ICE 2019`},
	{"other databases of Web of Science", "wos", `FN ISI Export Format
VR 1.0
PT J
TI Effects of sleep on owls.
AU Lie, Nancy J; Mo, Janet E; Ro, Staci
SO Curr Owl Des
VL 12
IS 20
PS 2457-71
PY 2006
PD 2006 May-Jun
UT MEDLINE:16842170
ER

PT J
UT BCI:BCI2013001
TI Owls as a basal resource for two
consumers in lakes
AU Vik, Cassandra A. (vik@example.org)
Aas, Anne E.
PY 2013
PD JAN 2013
PS 221-230
ER

PT P
TI Owl catcher
AU Solar, Matthew S.
PN US 07967789
DG June 28, 2011
SO Official Gazette
PY 2011
ER
`, `id=pmid:16842170
type=article
title=Effects of sleep on owls
authors=Nancy J Lie; Janet E Mo; Staci Ro
date=2006
in=Curr Owl Des
volume=12
number=20
pages=2457-2471

type=article
title=Owls as a basal resource for two consumers in lakes
authors=Cassandra A. Vik; Anne E. Aas
date=2013-01
pages=221-230

title=Owl catcher
authors=Matthew S. Solar
date=2011-06-28
in=Official Gazette
number=US 07967789`},
	{"Web of Science in columns", "wos-tab", "\uFEFFPT\tAU\tAF\tCA\tTI\tSO\tLA\tDT\tAB\tSN\tPD\tPY\tVL\tIS\tBP\tEP\tAR\tDI\tUT\n" +
		"J\tSund, E; Tveit, O\tSund, Eli; Tveit, Ola\tMoss Group; Roof Group\tMoss \"on\" roofs\tROOFS\tEnglish\tArticle\tIt grows.\t1234-5678\tDEC 1\t2021\t1\t2\t3\t9\t\t10.5555/x\tWOS:1\t\n" +
		"J\tLie, A\t\t\tSnow\tSNOW\tEnglish\tArticle; Proceedings Paper\t\t\t\t2020\t\t\t\t\t77\t\tWOS:2\n",
		`id=doi:10.5555/x
type=article
title=Moss "on" roofs
authors=Eli Sund; Ola Tveit; Moss Group; Roof Group
groups=Moss Group; Roof Group
date=2021-12-01
in=ROOFS
volume=1
number=2
pages=3-9
issn=1234-5678
language=en
abstract=It grows.

type=article
title=Snow
authors=A Lie
date=2020
in=SNOW
pages=77
language=en`},
}
