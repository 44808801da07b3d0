package latex

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		`D{\"o}rner, J\"org, Ren\'e, Fran\c{c}ois, Krej{\v{c}}{\'{\i}}`:          "Dörner, Jörg, René, François, Krejčí",
		`{\AA}ngstr{\"{o}}m \O ystein Erd\H{o}s \L{}ukasz stra{\ss}e`:            "Ångström Øystein Erdős Łukasz straße",
		`{\~n} and \~{n} and \'{}`:                                               "ñ and ñ and ",
		"``Anomalous'' Cepheids, pp. 3--4 --- a~b":                               "“Anomalous” Cepheids, pp. 3–4 — a b",
		`John Wiley \& Sons, 50\%, \#1, a\_b`:                                    "John Wiley & Sons, 50%, #1, a_b",
		`\emph{Deep} {\it and} \textbf{wide} {{GaN}}`:                            "Deep and wide GaN",
		`\url{http://example.com/~user} and \href{http://x.org}{x}`:              "http://example.com/~user and x",
		`10\textsuperscript{-3}, H\textsubscript{2}O`:                            "10⁻³, H₂O",
		`$\alpha$-{$\mu$}J, $10^{-3}$, H$_2$O, Mm{$^2$}, \ensuremath{\beta}`:     "α-μJ, 10⁻³, H₂O, Mm², β",
		`$\frac{a}{b}$ and $x^{\alpha+1}$`:                                       `$\frac{a}{b}$ and $x^{\alpha+1}$`,
		`costs $5 and \$6`:                                                       "costs $5 and $6",
		`{\aap} and \foo{bar}`:                                                   `\aap and bar`,
		"about ~10 of a~b, ~5":                                                   "about ~10 of a b, ~5",
		"from $5 to $10, $5-$10, not $5 \\times 2$":                              "from $5 to $10, $5-$10, not 5 ×2",
		`$\mathbb{R}^n \setminus \mathbb Q$, $\bar{B}^0$, $\left|\vec p\right|$`: "ℝⁿ ∖ℚ, B̄⁰, |p⃗|",
		`$\overline{AB}$`:                                                        `$\overline{AB}$`,
		`a\\[2pt]b\linebreak c\par d\newline{}e`:                                 "a b c\n\nd e",
		`(000\=1), (000\overline{1}), (000{$\bar{1}$}), \~10`:                    "(0001\u0304), (0001\u0304), (0001\u0304), ~10",
		"trailing \\": "trailing ",
		`\foo{} and \foo{bar}, \alpha{}-ray, \foo{}b`:                            `\foo and bar, α-ray, \foo{}b`,
		`Acids:{\hspace{0.167em}} a\hspace{-1pt}b\kern-.1em c`:                   "Acids:  abc",
		`\texorpdfstring{$\beta$}{beta} and \texorpdfstring{$\frac{a}{b}$}{a/b}`: "β and a/b",
		`\textcolor{red}{A} {\color{blue} B} \foreignlanguage{german}{Ü}`:        "A  B Ü",
		`A\footnote{Thanks.}\cite[p.~3]{x} B\thanks{NSF}`:                        "A (Thanks.) B",
		`\enquote{x}, \nicefrac{1}{2}, \num{5}, \SI{5}{m}`:                       "“x”, 1/2, 5, 5 m",
		`\(\alpha\) and \(\frac{a}{b}\) and \ensuremath{\frac{a}{b}}`:            `α and \(\frac{a}{b}\) and $\frac{a}{b}$`,
		`\begin{itemize}\item a\end{itemize} \begin{equation}x^q\end{equation}`:  " a $$x^q$$",
		`\char"E9 \char233{} \ding{52} {\ElsevierGlyph{2014}}`:                   "éé ✔ —",
		`\MakeUppercase{été} \verb|a_b| \~{} \^{} {\c\ } \~`:                     "ÉTÉ a_b ~ ^ ¸ ~",
		`Br\"{u}ck\textcommabelow{s} {\textsterling}5 \textsterling{}6`:          "Brückș £5 £6",
		`[11$\bar{2}$0] $\not\subset$ {$\slash$} 3 \textsuperscript{TM}`:         "[112\u03040] ⊄ / 3 ™",
	} {
		if got := Plain(in); got != want {
			t.Errorf("Plain(%q)\n got %q\nwant %q", in, got, want)
		}
	}
}

// TestTitle checks that scripts without a base are put on the line in titles only.
func TestTitle(t *testing.T) {
	for in, want := range map[string]string{
		`Growth of {GaN}{$\slash$}{AlN} on {Cu$_{2-\delta}$O}`:          "Growth of GaN/AlN on Cu2-δO",
		`$T_c$ of La$_{2-x}$Sr$_x$ at $\frac{1}{2}$ T$_{\mathrm{eff}}$`: `$T_c$ of La₂₋ₓSrₓ at $\frac{1}{2}$ Teff`,
		`Boats\footnote{Thanks to A.}`:                                  "Boats",
		`Fe$^{3+}_{q}$ and $_{\frac{a}{b}}$`:                            `Fe³⁺q and $_{\frac{a}{b}}$`,
	} {
		if got := Title(in); got != want {
			t.Errorf("Title(%q)\n got %q\nwant %q", in, got, want)
		}
	}
	if got, want := Plain(`Cu$_{2-\delta}$O`), `Cu$_{2-\delta}$O`; got != want {
		t.Errorf("Plain: %q, want %q", got, want)
	}
}

// TestHostile checks that texts in which nothing is closed are converted in bounded time.
func TestHostile(t *testing.T) {
	for _, part := range []string{`\'{`, "{", "$", "$$", `\`, `$\bar `, `${`, `$^{`, `\textsuperscript{`, "$a\\$"} {
		s := strings.Repeat(part, maxTextBytes/len(part))
		if got := Plain(s); len(got) > 2*len(s) {
			t.Errorf("%q: %d bytes became %d", part, len(s), len(got))
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add(`D{\"o}rner $\bar{x}^{\alpha_1}$ --- \'{\i} ~5 $5 and $10 \textsuperscript{-3}`)
	f.Add("``a'' \\ensuremath{\\mathbb{R}} $$x$$ \\url{http://a/~b}")
	f.Fuzz(func(t *testing.T, s string) {
		if got := Plain(s); utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Errorf("Plain(%q) = %q, which is not valid UTF-8", s, got)
		}
	})
}
