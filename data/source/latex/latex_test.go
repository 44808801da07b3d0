package latex

import "testing"

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		`D{\"o}rner, J\"org, Ren\'e, Fran\c{c}ois, Krej{\v{c}}{\'{\i}}`:      "Dörner, Jörg, René, François, Krejčí",
		`{\AA}ngstr{\"{o}}m \O ystein Erd\H{o}s \L{}ukasz stra{\ss}e`:        "Ångström Øystein Erdős Łukasz straße",
		`{\~n} and \~{n} and \'{}`:                                           "ñ and ñ and ",
		"``Anomalous'' Cepheids, pp. 3--4 --- a~b":                           "“Anomalous” Cepheids, pp. 3–4 — a b",
		`John Wiley \& Sons, 50\%, \#1, a\_b`:                                "John Wiley & Sons, 50%, #1, a_b",
		`\emph{Deep} {\it and} \textbf{wide} {{GaN}}`:                        "Deep and wide GaN",
		`\url{http://example.com/~user} and \href{http://x.org}{x}`:          "http://example.com/~user and x",
		`10\textsuperscript{-3}, H\textsubscript{2}O`:                        "10⁻³, H₂O",
		`$\alpha$-{$\mu$}J, $10^{-3}$, H$_2$O, Mm{$^2$}, \ensuremath{\beta}`: "α-μJ, 10⁻³, H₂O, Mm², β",
		`$\frac{a}{b}$ and $x^{\alpha+1}$`:                                   `$\frac{a}{b}$ and $x^{\alpha+1}$`,
		`costs $5 and \$6`:                                                   "costs $5 and $6",
		`{\aap} and \foo{bar}`:                                               `\aap and bar`,
		"trailing \\":                                                        "trailing ",
	} {
		if got := Plain(in); got != want {
			t.Errorf("Plain(%q)\n got %q\nwant %q", in, got, want)
		}
	}
}
