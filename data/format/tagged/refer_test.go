package tagged

var referTests = []dialectTest{
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
	{"the ACL Anthology", "endnote", `%0 Conference Proceedings
%T Chains of Words
%A Shen, Zhi
%A van der Berg, Lin
%Y Christ, Chris
%Y Pen, Vi
%S Proceedings of the 2025 Conference on Words
%D 2025
%8 November
%I Association for Computational Linguistics
%C Suzhou, China
%@ 979-8-89176-332-6
%F shen-van-der-berg-2025-chains
%R 10.18653/v1/2025.words-main.36
%U https://aclanthology.org/2025.words-main.36/
%P 677-693
`, `id=acl:2025.words-main.36
type=conference-paper
title=Chains of Words
authors=Zhi Shen; Lin van der Berg
editors=Chris Christ; Vi Pen
date=2025-11
in=Proceedings of the 2025 Conference on Words
pages=677-693
publisher=Association for Computational Linguistics
place=Suzhou, China
isbn=979-8-89176-332-6
key=shen-van-der-berg-2025-chains
urls=https://aclanthology.org/2025.words-main.36/`},
	{"CNKI", "endnote", `%0 Conference Proceedings
%A 王海
%A 罗耀
%+ 内蒙古;
%T 黄芪研究
%B 2013年大会
%D 2013
%P 5
%P 269-273
%W CNKI

%0 Thesis
%T 论文
%A 某人
%I 南昌大学
%9 硕士
%D 2020
%P 88
`, `type=conference-paper
title=黄芪研究
authors=王海; 罗耀
date=2013
in=2013年大会
pages=269-273

type=thesis
title=论文
authors=某人
date=2020
school=南昌大学
note=Master's thesis`},
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
}
