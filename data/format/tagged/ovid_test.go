package tagged

var ovidTests = []dialectTest{
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
<10>
Author
  Eik, Dan.
Chapter Title
  Owls at dawn
Book Title
  The owls
Source
  Lee, Ann [Ed];  Day, Bo (Ed) (2001). The owls. (pp. 3-40). xi, 300 pp. London, England: Owl Press
Publication Type
  Book; Chapter
<11>
Author
  Lee, Ann [Ed];  Day, Bo [Ed]
Title
  The owls.
Year of Publication
  2001
Publication Type
  Edited Book
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
pages=1-3

type=chapter
title=Owls at dawn
authors=Dan Eik
editors=Ann Lee; Bo Day
date=2001
in=The owls
pages=3-40

type=book
title=The owls
authors=Ann Lee; Bo Day
editors=Ann Lee; Bo Day
date=2001`},
}
