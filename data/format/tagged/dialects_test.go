package tagged

// dialectTests have entries as real programs write them: the lines and the order of tags are theirs,
// the papers are made up.
var dialectTests = []struct{ name, format, text, want string }{
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
	{"EndNote", "endnote", `%0 Journal Article
%A Brandt, Ole
%A Castro, Pia
%Q Marsh Group
%D 2018
%T Salt in the marsh
%J J Marsh
%V 3
%N 4
%P 12-19
%8 March 7
%@ 1234-5678
%R doi:10.5555/ma.1
%X It is salty.

And wet.
%K salt
marsh
%U https://example.org/salt
%G eng

%0 Book
%A Preis, René
%C Heidelberg
%D 2016
%I dpunkt
%P XX, 327 
%T Git : im Team
%7 3., erweiterte Auflage
%@ 978-3-86490-311-3
%[ 20151028
%0 Thesis
%A Dahl, Per
%T On fish
%I University of Fish
%9 Ph.D.
%D 1999
%F dahl99
%0 Book Section
%A Eik, Ann
%E Foss, Bo
%T A part
%B A whole
%S Parts
`, `id=doi:10.5555/ma.1
type=article
title=Salt in the marsh
authors=Ole Brandt; Pia Castro; Marsh Group
groups=Marsh Group
date=2018-03-07
in=J Marsh
volume=3
number=4
pages=12-19
issn=1234-5678
language=en
abstract=It is salty.

And wet.
urls=https://example.org/salt

type=book
title=Git : im Team
authors=René Preis
date=2016
publisher=dpunkt
place=Heidelberg
edition=3., erweiterte Auflage
isbn=978-3-86490-311-3

type=thesis
title=On fish
authors=Per Dahl
date=1999
school=University of Fish
note=PhD thesis
key=dahl99

type=chapter
title=A part
authors=Ann Eik
editors=Bo Foss
in=A whole
series=Parts`},
	{"refer without types", "endnote", `%T Corn
%A W. H. Newman
%A B. Lie
%I Canebrake Station
%D 1891
%K Corn -- Yields

%T Wheat
%A Newman, W. H.
%J J Wheat
%D March 1892
`, `type=book
title=Corn
authors=W. H. Newman; B. Lie
date=1891
publisher=Canebrake Station

type=article
title=Wheat
authors=W. H. Newman
date=1892-03
in=J Wheat`},
	{"two types", "endnote", "%0 Serial\n%0 Journal Article\n%T Diesseits\n%G German\n", "type=article\ntitle=Diesseits\nlanguage=de"},
	{"RefWorks", "refworks", `Refworks Export Tagged Format
Date: 3 May 2020

RT Journal Article
SR Electronic(1)
ID 7
A1 Hagen,Rut
A1 Iversen,Leo
T1 Tagged on the web
JF J Tags
YR 2012
FD Feb
VO 32
IS 3
SP 551
OP 65
K1 Anger
AB Words of
A study.
SN 0191-8869
LA English
DO 10.5555/rw.1
LK http://example.org/x

RT Book, Section
A1 Stan,Stephen
T1 A heart
YR 2002
SP 101
OP 123
A2 Gul, C.T.
T2 Stress and the heart
PB BMJ Books
PP Williston, VT, US
SN 0727912771 (paperback)
RT Dissertation/Thesis
A1 Cat, C.D.
T1 Asthma
YR 2000
SP 141
PB Rush University
PP Oceanside
`, `id=doi:10.5555/rw.1
type=article
title=Tagged on the web
authors=Rut Hagen; Leo Iversen
date=2012-02
in=J Tags
volume=32
number=3
pages=551-565
issn=0191-8869
language=en
abstract=Words of A study.
urls=http://example.org/x

type=chapter
title=A heart
authors=Stephen Stan
editors=C.T. Gul
date=2002
in=Stress and the heart
pages=101-123
publisher=BMJ Books
place=Williston, VT, US
isbn=0727912771

type=thesis
title=Asthma
authors=C.D. Cat
date=2000
place=Oceanside
school=Rush University`},
	{"ERIC", "nbib", `OWN - ERIC
TI  - Quizzes in the rain
AU  - Nes, Ada
AU  - Ohr, Ben
OT  - Rain
JT  - J Schools
VI  - 67
IP  - 2
PG  - 423-441
OID - EJ99
DP  - Apr 2019
LID - http://eric.example.org/?id=EJ99
AB  - It rained.
ISSN - ISSN-1042-1629
LA  - English
PT  - Journal Articles
PT  - Reports - Research



OWN - ERIC
TI  - On tests
AU  - Pil, Jeremy
JT  - ProQuest LLC
SO  - Ph.D. Dissertation, Drexel University
DP  - 2021
PT  - Dissertations/Theses - Doctoral Dissertations

OWN - ERIC
TI  - Assessing
AU  - Di Gia, F. Tony
JT  - College Board
DP  - 2013
PT  - Reports - Evaluative
`, `type=article
title=Quizzes in the rain
authors=Ada Nes; Ben Ohr
date=2019-04
in=J Schools
volume=67
number=2
pages=423-441
issn=1042-1629
language=en
abstract=It rained.
urls=http://eric.example.org/?id=EJ99

type=thesis
title=On tests
authors=Jeremy Pil
date=2021
school=Drexel University
note=PhD thesis

type=report
title=Assessing
authors=F. Tony Di Gia
date=2013
school=College Board`},
	{"PubMed", "nbib", `PMID- 8692918
OWN - NLM
STAT- MEDLINE
IS  - 0027-8424 (Print)
IS  - 0027-8424 (Linking)
VI  - 93
IP  - 14
DP  - 1996 Jul 9
TI  - The structure of an owl.
PG  - 6913-7
FAU - van Raaij, M J
AU  - van Raaij MJ
FAU - King, Martin L Jr
AU  - King ML Jr
LA  - eng
PT  - Journal Article
PL  - UNITED STATES
TA  - Proc Owl
JT  - Proceedings of Owls
PMC - PMC38908

PMID- 21249755
STAT- Publisher
PB  - National Center (US)
DP  - 2009
TI  - An owl's syndrome
BTI - Owl Syndromes
FED - Rie, Douglas L
ED  - Rie DL
AU  - Wong Kee Song LM
LA  - eng
PT  - Book Chapter
PL  - Bethesda (MD)
`, `id=pmid:8692918
type=article
title=The structure of an owl
authors=M J van Raaij; Martin L King Jr
date=1996-07-09
in=Proceedings of Owls
volume=93
number=14
pages=6913-6917
issn=0027-8424
language=en
urls=https://pubmed.ncbi.nlm.nih.gov/8692918/

id=pmid:21249755
type=chapter
title=An owl's syndrome
authors=LM Wong Kee Song
editors=Douglas L Rie
date=2009
in=Owl Syndromes
publisher=National Center (US)
place=Bethesda (MD)
language=en
urls=https://pubmed.ncbi.nlm.nih.gov/21249755/`},
	{"Ovid tagged", "ovid", `<1. >
VN  - Ovid Technologies
DB  - BIOSIS Previews
AN  - PREV1
AU  - Wal, Neill B. [Inventor, Reprint Author]
AU  - Wab, Cindy L. [Inventor]
TI  - Food with iron
SO  - Official Gazette of Patents. 1288(3), Nov. 16, 2004.
PT  - Patent
YR  - 2004

<241. >
VN  - Ovid Technologies
DB  - BIOSIS Previews
AU  - Wer, S. M. [Author, Reprint Author; E-mail: x@example.org]
TI  - Thrips on trees.  [Article]
SO  - Forest Ecology & Management. 201(2-3):327-334, November 15, 2004.
PT  - Article
IS  - 0378-1127 (ISSN print)
LG  - English
AB  - They live.
YR  - 2004

<5. >
VN  - Ovid Technologies
DB  - Journals@Ovid
AU  - AHMED, Mughees.
AU  - Peter, James A. Ph.D., FACSM
TI  - Legitimacy in Pakistan.
SO  - Journal of Political Studies 12, Winter 2007: 7-14.
DI  - 10.1249/FIT.0b013e
YR  - 2007

<6. >
VN  - Ovid Technologies
AU  - Hjer, Karin [Author]
TI  - Peak Owl.
SO  - Kamp, Roza M [Editor, Reprint Author], Cal, Juan J. [Editor]. Methods in owls.:359-370, 2004. Series Information:  Principles.
PT  - Book Chapter
IB  - 3-540-20222-6 (cloth)
YR  - 2004
`, `title=Food with iron
authors=Neill B. Wal; Cindy L. Wab
date=2004-11-16
in=Official Gazette of Patents
volume=1288
number=3

type=article
title=Thrips on trees
authors=S. M. Wer
date=2004-11-15
in=Forest Ecology & Management
volume=201
number=2-3
pages=327-334
issn=0378-1127
language=en
abstract=They live.

id=doi:10.1249/fit.0b013e
type=article
title=Legitimacy in Pakistan
authors=Mughees Ahmed; James A. Peter
date=2007
in=Journal of Political Studies
volume=12
pages=7-14

type=chapter
title=Peak Owl
authors=Karin Hjer
editors=Roza M Kamp; Juan J. Cal
date=2004
in=Methods in owls
pages=359-370
isbn=3-540-20222-6`},
	{"Ovid with names", "ovid-names", `Ovid Technologies, Inc. Email Service
------------------------------
Results: 3

<8>
Score
  *****
Accession Number
  01445406-2015-00006.
Author
  Koh, Lars 1;  Leu, Chris 1
Institution
  (1) Plant Ecology
Title
  Cloud water in the Harz.[Article]
Source
  Ecohydrology.   8(6):1048-64, September 2015.
Abstract
  Lorem ipsum
References
  Aber JD. 1989. Nitrogen. Bioscience 39: 378-386.

  Acker K. 1998. Clouds. Fresenius 361: 59-64.
DOI Number
  https://dx.doi.org/10.5555/eco.1
<9>
Unique Identifier
  12345678
Database
  Ovid MEDLINE(R)
Author
  Smith JA.  Doe B.
Title
  Owls at night.
Source
  Journal of Owls. 30(2):1-3, 2010 Jan.
Publication Type
  Journal Article.
`, `id=doi:10.5555/eco.1
type=article
title=Cloud water in the Harz
authors=Lars Koh; Chris Leu
date=2015-09
in=Ecohydrology
volume=8
number=6
pages=1048-1064
abstract=Lorem ipsum

id=pmid:12345678
type=article
title=Owls at night
authors=JA Smith; B. Doe
date=2010
in=Journal of Owls
volume=30
number=2
pages=1-3`},
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
