package latex

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// TestGlyphs checks that the tables have one character after each command.
func TestGlyphs(t *testing.T) {
	for name, c := range glyphs() {
		if n := utf8.RuneCountInString(c.sign); n != 1 || strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
			t.Errorf("\\%s is %q", name, c.sign)
		}
	}
	for name, c := range marks() {
		if utf8.RuneCountInString(c.combining) != 1 {
			t.Errorf("\\%s is %q", name, c.combining)
		}
	}
}

// TestPairs checks characters as the exporters of Zotero, citation-js and biber write them.
func TestPairs(t *testing.T) {
	for program, pairs := range map[string]string{
		"Zotero": `{\textexclamdown} ¡ {\textcent} ¢ {\textyen} ¥ {\textbrokenbar} ¦ {\textsection} § {\textlnot} ¬
			{\textasciimacron} ¯ {\texttwosuperior} ² {\textparagraph} ¶ {\textonequarter} ¼ {\textquestiondown} ¿
			{\TH} Þ {\textdiv} ÷ {\NG} Ŋ {\textbardbl} ‖ {\textdaggerdbl} ‡ {\textperthousand} ‰ {\guilsinglleft} ‹
			{\textfractionsolidus} ⁄ {\textcelsius} ℃ {\textnumero} № {\textcircledP} ℗ {\textservicemark} ℠
			{\textohm} Ω {\textestimated} ℮ {\textleftarrow} ← {\textvisiblespace} ␣ {\textopenbullet} ◦ $\infty$ ∞
			$^{)}$ ⁾ $_{=}$ ₌ \={\i} ī \u{G} Ğ \k{O} Ǫ \d{V} Ṿ \b{Z} Ẕ \c{g} ģ \v{j} ǰ \~{V} Ṽ`,
		"citation-js": `{\textquotesingle} ' {\textdollar} $ {\guillemetleft} « {\textasciibreve} ˘ {\textgravedbl} ˵
			{\textbaht} ฿ {\SS} ẞ {\textinterrobang} ‽ {\textlquill} ⁅ {\textdiscount} ⁒ {\textpeso} ₱ {\textrecipe} ℞
			{\textmho} ℧ {\hwithstroke} ħ {\textsurd} √ {\textblank} ␢ {\textbigcircle} ◯ {\textmusicalnote} ♪
			{\textmarried} ⚭ {\textinterrobangdown} ⸘ \textcommabelow{t} ț $\varsigma$ ς $\varpi$ ϖ $\epsilon$ ϵ $\phi$ ϕ`,
		"biber": `{\textcrd} đ {\textTstroke} Ŧ {\textBhook} Ɓ {\textOopen} Ɔ {\texthvlig} ƕ {\textIotaafrican} Ɩ {\ESH} Ʃ {\OHORN} Ơ
			{\textEzh} Ʒ {\textschwa} ə {\textgamma} ɣ {\textteshlig} ʧ {\ayn} ʿ {\textprimstress} ˈ \h{a} ả \textsubring{a} ḁ
			\textdoublemacron{o} o͞ {\textpertenthousand} ‱ {\textreferencemark} ※ {\langle} ⟨ {\textpercent} % {\textwon} ₩
			{\measuredangle} ∡ {\Bumpeq} ≎ {\lneqq} ≨ {\Vvdash} ⊪ {\multimap} ⊸ {\leftthreetimes} ⋋ {\curlyeqprec} ⋞
			{\ntrianglelefteq} ⋬ {$\not\asymp$} ≭ {$\not\sqsubseteq$} ⋢ \textsuperscript{\textturnr} ʴ {\Omicron} Ο {\Chi} Χ {\omicron} ο`,
		"others": `{\CYRZH} Ж {\cyrishrt} й {\cyrchar\cyrii} і {\upmu} μ $\upalpha$ α {\textalpha} α {\flqq} « {\grqq} “ {\celsius} ℃
			{\female} ♀ {\textrupee} ₹ $\mathplus$ + $\mathsemicolon$ ; $\less$ < {\cmark} ✓ \ding{56} ✘`,
	} {
		fields := strings.Fields(pairs)
		for i := 0; i < len(fields); i += 2 {
			if got, want := Plain(fields[i]), norm.NFC.String(fields[i+1]); got != want {
				t.Errorf("%s: Plain(%s) = %q, want %q", program, fields[i], got, want)
			}
		}
	}
}
