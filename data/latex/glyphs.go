package latex

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// glyphs has the commands for a single character in text that the other tables lack. Each row of a
// table has commands and, after each, its character.
func glyphs() map[string]command {
	all := map[string]command{}
	for _, table := range []string{latinGlyphs, phoneticGlyphs, signGlyphs, quoteGlyphs, greekGlyphs, relationGlyphs, arrowGlyphs, shapeGlyphs} {
		fields := strings.Fields(table)
		for i := 0; i < len(fields); i += 2 {
			c := command{class: operator, sign: fields[i+1]}
			if r, _ := utf8.DecodeRuneInString(c.sign); unicode.IsLetter(r) {
				c.class = letter
			}
			all[fields[i]] = c
		}
	}
	for name, letters := range cyrillic {
		small, capital := letters[:len(letters)/2], letters[len(letters)/2:]
		all["cyr"+name] = command{class: letter, sign: small}
		all["CYR"+strings.ToUpper(name)] = command{class: letter, sign: capital}
	}
	return all
}

// latinGlyphs has the letters of LaTeX's encodings T1 and T5 and of the packages tipa and semtrans
// that are letters of alphabets.
const latinGlyphs = `
Thorn Þ textthorn þ textTHORN Þ textthornvari þ textthornvarii þ textthornvariii þ textthornvariv þ
textcrd đ textHbar Ħ textcrh ħ texthbar ħ Hwithstroke Ħ hwithstroke ħ
IJ Ĳ ij ĳ textkra ĸ textbarl ł textTbar Ŧ textTstroke Ŧ texttbar ŧ texttstroke ŧ
textcrb ƀ textBhook Ɓ textOopen Ɔ textChook Ƈ textchook ƈ texthtc ƈ textDafrican Ɖ textDhook Ɗ
textEreversed Ǝ textEopen Ɛ textFhook Ƒ textflorin ƒ textGammaafrican Ɣ texthvlig ƕ hv ƕ
textIotaafrican Ɩ textKhook Ƙ textkhook ƙ texthtk ƙ textcrlambda ƛ textNhookleft Ɲ
OHORN Ơ ohorn ơ UHORN Ư uhorn ư textPhook Ƥ textphook ƥ texthtp ƥ textEsh Ʃ ESH Ʃ
textlooptoprevesh ƪ textpalhookbelow ƫ textThook Ƭ textthook ƭ texthtt ƭ textTretroflexhook Ʈ
textVhook Ʋ textYhook Ƴ textyhook ƴ textEzh Ʒ texteturned ǝ textSchwa Ə hamza ʾ ain ʿ ayn ʿ
textAlpha Α`

// phoneticGlyphs has the letters of the phonetic alphabet in the package tipa.
const phoneticGlyphs = `
textturna ɐ textscripta ɑ textturnscripta ɒ textbhook ɓ texthtb ɓ textoopen ɔ textopeno ɔ textctc ɕ
textdtail ɖ textrtaild ɖ textdhook ɗ texthtd ɗ textreve ɘ textschwa ə textrhookschwa ɚ texteopen ɛ
textepsilon ɛ textrevepsilon ɜ textrhookrevepsilon ɝ textcloserevepsilon ɞ textbardotlessj ɟ
texthtg ɠ textscriptg ɡ textscg ɢ textgammalatinsmall ɣ textgamma ɣ textramshorns ɤ textbabygamma ɤ
textturnh ɥ texthth ɦ texththeng ɧ textbari ɨ textiotalatin ɩ textiota ɩ textsci ɪ textltilde ɫ
textbeltl ɬ textrtaill ɭ textlyoghlig ɮ textturnm ɯ textturnmrleg ɰ textltailm ɱ textltailn ɲ
textnhookleft ɲ textrtailn ɳ textscn ɴ textbaro ɵ textscoelig ɶ textcloseomega ɷ textphi ɸ
textturnr ɹ textturnlonglegr ɺ textturnrrtail ɻ textlonglegr ɼ textrtailr ɽ textfishhookr ɾ
textlhti ɿ textscr ʀ textinvscr ʁ textrtails ʂ textesh ʃ texthtbardotlessj ʄ textraisevibyi ʅ
textctesh ʆ textturnt ʇ textrtailt ʈ texttretroflexhook ʈ textbaru ʉ textupsilon ʊ textscriptv ʋ
textvhook ʋ textturnv ʌ textturnw ʍ textturny ʎ textscy ʏ textrtailz ʐ textctz ʑ textezh ʒ
textyogh ʒ textctyogh ʓ textglotstop ʔ textrevglotstop ʕ textinvglotstop ʖ textstretchc ʗ
textbullseye ʘ textscb ʙ textcloseepsilon ʚ texthtscg ʛ textsch ʜ textctj ʝ textturnk ʞ textscl ʟ
texthtq ʠ textbarglotstop ʡ textbarrevglotstop ʢ textdzlig ʣ textdyoghlig ʤ textdctzlig ʥ
texttslig ʦ textteshlig ʧ texttesh ʧ texttctclig ʨ textprimstress ˈ textsecstress ˌ
textlengthmark ː texthalflength ˑ textg g textbeta β textchi χ
texttheta θ textdoublepipe ǂ textlambda λ`

// signGlyphs has the signs of the package textcomp, of packages for units and planets, and those that
// unicode-math names in formulas.
const signGlyphs = `
textpercent % textampersand & textequals = textasciigrave ` + "`" + ` textasteriskcentered *
textexclamdown ¡ textcent ¢ textsterling £ textcurrency ¤ textyen ¥ textbrokenbar ¦ textsection §
textasciidieresis ¨ textlnot ¬ textlogicalnot ¬ textminus − textasciimacron ¯ textasciiacute ´
textparagraph ¶ textcentereddot · textasciicedilla ¸ textonesuperior ¹ texttwosuperior ²
textthreesuperior ³ textonequarter ¼ textonehalf ½ textthreequarters ¾ textonethird ⅓ texttwothirds ⅔
textquestiondown ¿ textdiv ÷ textasciicaron ˇ textasciibreve ˘ textacutedbl ˝ textgravedbl ˵
texttildelow ˷ textbaht ฿ textbardbl ‖ textpertenthousand ‱ textreferencemark ※ textinterrobang ‽
textinterrobangdown ⸘ textoverline ‾ textfractionsolidus ⁄ textlquill ⁅ textrquill ⁆ textdiscount ⁒
textcolonmonetary ₡ textlira ₤ textnaira ₦ textwon ₩ textdong ₫ textpeso ₱ textguarani ₲ textrupee ₹
textcelsius ℃ celsius ℃ textnumero № textcircledP ℗ textrecipe ℞ textservicemark ℠ textohm Ω ohm Ω
textmho ℧ textestimated ℮ textsurd √ textlangle 〈 textrangle 〉 textblank ␢ textvisiblespace ␣
textopenbullet ◦ textbigcircle ◯ textmusicalnote ♪ textmarried ⚭ textdivorced ⚮ textborn ⋆
textdied † textleaf ❧ textquotedbl " textdagger † textdaggerdbl ‡ textpilcrow ¶
perthousand ‰ permil ‰ promille ‰ textpermille ‰ EUR € yen ¥ textpound £ sterling £
female ♀ Female ♀ venus ♀ Venus ♀ male ♂ Male ♂ mars ♂ Mars ♂ mercury ☿ Mercury ☿ earth ♁ Earth ♁
jupiter ♃ Jupiter ♃ saturn ♄ Saturn ♄ uranus ♅ Uranus ♅ neptune ♆ Neptune ♆ pluto ♇ Pluto ♇
astrosun ☉ leftmoon ☾ rightmoon ☽ phone ☎ aries ♈ taurus ♉ gemini ♊ cancer ♋ leo ♌
virgo ♍ libra ♎ scorpio ♏ sagittarius ♐ capricornus ♑ aquarius ♒ smiley ☺ frownie ☹ blacksmiley ☻ eighthnote ♪ twonotes ♫
mathexclam ! mathoctothorpe # mathdollar $ mathpercent % mathampersand & lparen ( rparen ) mathplus +
mathcomma , mathminus - mathperiod . mathslash / mathcolon : mathsemicolon ; equal = mathquestion ?
mathatsign @ mathsterling £ mathyen ¥ mathsection § mathparagraph ¶ matheth ð mathunderscore _
less < greater > tieconcat ⁀ hyphen ‐ textnonbreakinghyphen ‑ textfiguredash ‒ texthorizontalbar ―
textinfty ∞ textpartial ∂ textsum ∑ textprod ∏ textapprox ≈ textleq ≤ textgeq ≥ textneq ≠`

// quoteGlyphs has quotation marks, of LaTeX and of the package babel.
const quoteGlyphs = `
guillemetleft « guillemetright » guilsinglleft ‹ guilsinglright › lq ‘ rq ’ flqq « frqq » flq ‹ frq ›
glqq „ grqq “ glq ‚ grq ‘ textquotestraightbase ‚ textquotestraightdblbase „ dq "`

// greekGlyphs has the Greek letters that are not in letters.go: capitals that look like Latin ones,
// and the upright letters of the package upgreek.
const greekGlyphs = `
Alpha Α Beta Β Epsilon Ε Zeta Ζ Eta Η Iota Ι Kappa Κ Mu Μ Nu Ν Omicron Ο Rho Ρ Tau Τ Chi Χ
upalpha α upbeta β upgamma γ updelta δ upepsilon ε upvarepsilon ε upzeta ζ upeta η uptheta θ
upvartheta ϑ upiota ι upkappa κ uplambda λ upmu μ upnu ν upxi ξ upomicron ο uppi π upvarpi ϖ uprho ρ
upvarrho ϱ upsigma σ upvarsigma ς uptau τ upupsilon υ upphi φ upvarphi φ upchi χ uppsi ψ upomega ω
Upgamma Γ Updelta Δ Uptheta Θ Uplambda Λ Upxi Ξ Uppi Π Upsigma Σ Upupsilon Υ Upphi Φ Uppsi Ψ Upomega Ω
textalpha α textdelta δ textvartheta ϑ textzeta ζ texteta η textkappa κ textnu ν textxi ξ textomikron ο
textpi π textrho ρ textsigma σ textvarsigma ς texttau τ textpsi ψ textomega ω textBeta Β textGamma Γ
textDelta Δ textEpsilon Ε textZeta Ζ textEta Η textTheta Θ textIota Ι textKappa Κ textLambda Λ textMu Μ
textNu Ν textXi Ξ textOmikron Ο textPi Π textRho Ρ textSigma Σ textTau Τ textUpsilon Υ textPhi Φ
textChi Χ textPsi Ψ textOmega Ω Stigma Ϛ stigma ϛ Digamma Ϝ Koppa Ϟ koppa ϟ Sampi Ϡ sampi ϡ
straightphi ϕ straighttheta θ backepsilon ϶ gimel ℷ daleth ℸ`

// relationGlyphs has the operators and relations of amssymb and stmaryrd that are not in
// operators.go.
const relationGlyphs = `
measuredangle ∡ sphericalangle ∢ backsim ∽ Bumpeq ≎ bumpeq ≏ doteqdot ≑ Doteq ≑ fallingdotseq ≒
risingdotseq ≓ eqcirc ≖ circeq ≗ questeq ≟ stareq ≛ lneqq ≨ gneqq ≩ between ≬ nless ≮ ngtr ≯ gtrless ≷
precsim ≾ succsim ≿ precapprox ⪷ succapprox ⪸ nprec ⊀ nsucc ⊁ npreceq ⋠ nsucceq ⋡ nsupseteq ⊉
sqsupset ⊐ circleddash ⊝ boxminus ⊟ boxdot ⊡ Vvdash ⊪ nvdash ⊬ nvDash ⊭ nVdash ⊮ nVDash ⊯ multimap ⊸
veebar ⊻ barwedge ⊼ doublebarwedge ⩞ divideontimes ⋇ leftthreetimes ⋋ rightthreetimes ⋌ backsimeq ⋍
curlyvee ⋎ curlywedge ⋏ Supset ⋑ Cap ⋒ Cup ⋓ gtrdot ⋗ lesseqgtr ⋚ gtreqless ⋛ lesseqqgtr ⪋ gtreqqless ⪌
curlyeqprec ⋞ curlyeqsucc ⋟ lnsim ⋦ gnsim ⋧ lnapprox ⪉ gnapprox ⪊ precnsim ⋨ succnsim ⋩ precnapprox ⪹
succnapprox ⪺ precneqq ⪵ succneqq ⪶ eqslantless ⪕ eqslantgtr ⪖ ntriangleleft ⋪ ntriangleright ⋫
ntrianglelefteq ⋬ ntrianglerighteq ⋭ trianglerighteq ⊵ vartriangleright ⊳ blacktriangleleft ◀
blacktriangleright ▶ blacktriangledown ▼ subseteqq ⫅ supseteqq ⫆ subsetneqq ⫋ supsetneqq ⫌
shortmid ∣ shortparallel ∥ nshortmid ∤ nshortparallel ∦ thicksim ∼ thickapprox ≈ smallsmile ⌣
smallfrown ⌢ gtreqslant ⩾ owns ∋ nin ∉ eqcolon ≕ Coloneqq ⩴ wedgeq ≙ ngeqslant ≱ nleqslant ≰ doublecup ⋓
doublecap ⋒ llless ⋘ gggtr ⋙ bigsqcap ⨅ bigcupdot ⨃ iiiint ⨌ oiint ∯ oiiint ∰ fint ⨏ ointclockwise ∲
ointctrclockwise ∳ cuberoot ∛ fourthroot ∜ hermitmatrix ⊹ exclam ! dprime ″ trprime ‴ backdprime ‶
upint ∫ lsqhook ⫍ cirmid ⫯ plusdot ⨥ minusdot ⨪ timesbar ⨱ smashtimes ⨳ interleave ⫴ talloblong ⫾
fatsemi ⨟ Lbag ⟅ Rbag ⟆ lbag ⟅ rbag ⟆ llcorner ⌞ lrcorner ⌟ lmoustache ⎰ rmoustache ⎱ lgroup ⟮ rgroup ⟯
obar ⌽ bigtimes ⨉ upand ⅋ invamp ⅋`

// arrowGlyphs has the arrows that are not in operators.go.
const arrowGlyphs = `
textleftarrow ← textrightarrow → textuparrow ↑ textdownarrow ↓ Updownarrow ⇕ nleftarrow ↚
nleftrightarrow ↮ nLeftarrow ⇍ nLeftrightarrow ⇎ twoheadleftarrow ↞ leftarrowtail ↢ mapsfrom ↤
looparrowleft ↫ looparrowright ↬ leftrightsquigarrow ↭ Lsh ↰ Rsh ↱ curvearrowleft ↶ circlearrowleft ↺
leftharpoonup ↼ leftharpoondown ↽ rightharpoondown ⇁ upharpoonleft ↿ downharpoonright ⇂
downharpoonleft ⇃ leftrightarrows ⇆ leftleftarrows ⇇ upuparrows ⇈ rightrightarrows ⇉ downdownarrows ⇊
leftrightharpoons ⇋ Lleftarrow ⇚ Rrightarrow ⇛ leftsquigarrow ⇜ dashleftarrow ⇠ Longmapsto ⟾
Longleftarrow ⟸ impliedby ⟸ rightarrowtriangle ⇾ leftarrowtriangle ⇽`

// shapeGlyphs has shapes and ornaments.
const shapeGlyphs = `
blacklozenge ⧫ Square ☐ CheckedBox ☑ XBox ☒ boxempty □ bigwhitestar ☆ whitestar ☆ medbullet ⚫
bigblackcircle ⬤ Circle ○ CIRCLE ● LEFTcircle ◐ RIGHTcircle ◑ cmark ✓ xmark ✗ Checkmark ✓
XSolidBrush ✗ maltese ✠ eighthstar ✶ quarternote ♩ sixteenthnote ♬ textopencorner ⌜ circledS Ⓢ
varclubsuit ♧ vardiamondsuit ♦ varheartsuit ♥ varspadesuit ♤ blackdiamond ◆ bigdiamond ◇ triangleuparrow ▲
mdblkcircle ⚫ mdwhtcircle ⚪ blackcircle ● danger ☡ radiation ☢ biohazard ☣ skull ☠`

// cyrillic maps the names of Cyrillic letters after \cyr and \CYR to the small letter and the capital.
var cyrillic = map[string]string{
	"a": "аА", "b": "бБ", "v": "вВ", "g": "гГ", "d": "дД", "e": "еЕ", "yo": "ёЁ", "zh": "жЖ", "z": "зЗ", "i": "иИ",
	"ishrt": "йЙ", "k": "кК", "l": "лЛ", "m": "мМ", "n": "нН", "o": "оО", "p": "пП", "r": "рР", "s": "сС", "t": "тТ",
	"u": "уУ", "f": "фФ", "h": "хХ", "c": "цЦ", "ch": "чЧ", "sh": "шШ", "shch": "щЩ", "hrdsn": "ъЪ", "ery": "ыЫ",
	"sftsn": "ьЬ", "erev": "эЭ", "yu": "юЮ", "ya": "яЯ", "gup": "ґҐ", "ie": "єЄ", "ii": "іІ", "yi": "їЇ", "je": "јЈ",
	"dje": "ђЂ", "lje": "љЉ", "nje": "њЊ", "tshe": "ћЋ", "dzhe": "џЏ", "dze": "ѕЅ", "ushrt": "ўЎ", "schwa": "әӘ",
	"ghcrs": "ғҒ", "ghk": "ҕҔ", "zhdsc": "җҖ", "zdsc": "ҙҘ", "kdsc": "қҚ", "kvcrs": "ҝҜ", "khcrs": "ҟҞ", "kbeak": "ҡҠ",
	"ndsc": "ңҢ", "ng": "ҥҤ", "phk": "ҧҦ", "abhha": "ҩҨ", "sdsc": "ҫҪ", "tdsc": "ҭҬ", "yhcrs": "ұҰ", "hdsc": "ҳҲ",
	"tetse": "ҵҴ", "chrdsc": "ҷҶ", "chvcrs": "ҹҸ", "abhch": "ҽҼ", "abhchdsc": "ҿҾ", "khk": "ӄӃ", "nhk": "ӈӇ", "chldsc": "ӌӋ",
	"ae": "ӕӔ", "abhdze": "ӡӠ", "semisftsn": "ҍҌ", "rtick": "ҏҎ", "byus": "ѫѪ", "lyus": "ѧѦ", "omega": "ѡѠ", "iote": "ѥѤ",
	"iotlyus": "ѩѨ", "iotbyus": "ѭѬ", "ksi": "ѯѮ", "psi": "ѱѰ", "uk": "ѹѸ", "ot": "ѿѾ", "koppa": "ҁҀ", "ldsc": "ӆӅ", "mdsc": "ӎӍ",
	"otld": "өӨ", "y": "үҮ", "shha": "һҺ", "yat": "ѣѢ", "fita": "ѳѲ", "izh": "ѵѴ",
}
