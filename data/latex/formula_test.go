package latex

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// outline formats a tree in a short form: kind(children), or the text of a leaf.
func outline(n Node) string {
	if n.Text != "" {
		return n.Text
	}
	parts := make([]string, len(n.Children))
	for i, c := range n.Children {
		parts[i] = outline(c)
	}
	return strings.TrimPrefix(string(n.Kind), "m") + "(" + strings.Join(parts, " ") + ")"
}

func TestParse(t *testing.T) {
	for in, want := range map[string]string{
		`x`:                          "row(x)",
		`\mathcal{O}(n^2 \log n)`:    "row(𝒪 ( sup(n 2) row(log \u2009) n ))",
		`x_i^{2}`:                    "row(subsup(x i 2))",
		`x^2_i`:                      "row(subsup(x i 2))",
		`f'^2 + g''`:                 "row(sup(f row(′ 2)) + sup(g ′′))",
		`10^{-3}`:                    "row(sup(10 row(− 3)))",
		`x^10`:                       "row(sup(x 1) 0)",
		`1,234.5, 6`:                 "row(1,234.5 , 6)",
		`\frac12 \sqrt[3]{x+1}`:      "row(frac(1 2) root(row(x + 1) 3))",
		`{a+b \over c}`:              "row(frac(row(a + b) c))",
		`\sum_{i=1}^n x_i`:           "row(underover(∑ row(i = 1) n) sub(x i))",
		`\int_0^1`:                   "row(subsup(∫ 0 1))",
		`\left\langle x\right|`:      "row(row(⟨ x |))",
		`\left. x \right)`:           "row(row(x )))",
		`\leftarrow \rightarrow`:     "row(← →)",
		`\bar{B}^0 \hat x`:           "row(sup(over mark(B ¯) 0) over mark(x ^))",
		`{\bf x} y`:                  "row(𝐱 y)",
		`\mathbb R^d`:                "row(sup(ℝ d))",
		`\boldsymbol{\alpha}`:        "row(𝜶)",
		`M_{\rm sun}`:                "row(sub(M sun))",
		`5~\mathrm{km\,s^{-1}}`:      "row(5 row(km \u2009 sup(s row(− 1))))",
		`x \text{ if } y`:            "row(x \u00A0if\u00A0 y)",
		`\not\in`:                    "row(∉)",
		`a \not= b`:                  "row(a =\u0338 b)",
		`^{12}`:                      "row(sup(row() 12))",
		`\underset{x}{\arg\max}`:     "row(under(row(row(arg \u2009) max) x))",
		`A \xrightarrow{f} B`:        "row(A over(→ f) B)",
		`\binom{n}{k}`:               "row(row(( frac bare(n k) )))",
		`p \equiv 1 \pmod{4}`:        "row(p ≡ 1 row(\u00A0(mod\u00A0 4 )))",
		`\big(x\big)`:                "row(( x ))",
		`\displaystyle\prod`:         "row(∏)",
		`50\%`:                       "row(50 %)",
		`\Hom(\g, \R)`:               "row(Hom ( g , ℝ ))",
		`λ ≥ 2`:                      "row(λ ≥ 2)",
		`\overbrace{a+b}^{n}`:        "row(over(over mark(row(a + b) ⏞) n))",
		`\operatorname*{argmin}_x f`: "row(sub(argmin x) f)",
		`\ell_p\to\ell_q`:            "row(sub(ℓ p) → sub(ℓ q))",
	} {
		n, ok := Parse(in)
		if !ok {
			t.Errorf("Parse(%s) failed", in)
			continue
		}
		if got := outline(*n); got != want && got != strings.Replace(want, "∉", "∈\u0338", 1) {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, in := range []string{
		"", " ", `{`, `}`, `x^`, `x^^2`, `x_1_2`, `\frac{1}`, `\unknown{x}`, `\averylongmacro`, `\begin{matrix}a&b\end{matrix}`, `a & b`, `\left(x`, `\sqrt[3`, "\\", "\xff", `\left x \right)`,
		strings.Repeat("{", 100) + strings.Repeat("}", 100), strings.Repeat("x", maxBytes+1), strings.Repeat(`\sqrt`, 300), strings.Repeat(`x_`, 300) + "x",
	} {
		if n, ok := Parse(in); ok {
			t.Errorf("Parse(%.40q) = %s, want a failure", in, outline(*n))
		}
	}
}

func TestSplit(t *testing.T) {
	for in, want := range map[string][]string{
		"":                                   nil,
		"no formula":                         {"no formula"},
		"the $\\ell_2$ norm":                 {"the ", "[$\\ell_2$]", " norm"},
		"$x$$y$":                             {"[$x$]", "[$y$]"},
		"from $5 to $10, $5-$10":             {"from $5 to $10, $5-$10"},
		"costs \\$5 and $x$":                 {"costs \\$5 and ", "[$x$]"},
		"$$E=mc^2$$ and \\(x\\) and \\[y\\]": {"[$$E=mc^2$$]", " and ", "[\\(x\\)]", " and ", "[\\[y\\]]"},
		"about $\\sim$10":                    {"about ", "[$\\sim$]", "10"},
		"an open $x":                         {"an open $x"},
		"a $ b $ c":                          {"a $ b $ c"},
		"a $ b^2 $ c":                        {"a ", "[$ b^2 $]", " c"},
		"unknown $\\foo{x}$ stays":           {"unknown ", "?$\\foo{x}$", " stays"},
		"two $a\n\nb$ paragraphs":            {"two $a\n\nb$ paragraphs"},
	} {
		var got []string
		whole := ""
		for _, part := range Split(in) {
			whole += part.Text
			if part.Formula != nil {
				part.Text = "[" + part.Text + "]"
			}
			if part.Unread {
				part.Text = "?" + part.Text
			}
			got = append(got, part.Text)
		}
		if diff := cmp.Diff(want, got); diff != "" || whole != in {
			t.Errorf("%q (-want +got):\n%s", in, diff)
		}
	}
}

func TestAccents(t *testing.T) {
	for in, want := range map[string]string{
		`Lindel\"of hypothesis`:             "Lindelöf hypothesis",
		`Erd\H{o}s, R\'{e}nyi, {\'e}`:       "Erdős, Rényi, é",
		`Krej{\v c}\'{\i}, Fran\c{c}ois`:    "Krejčí, François",
		"``striped'' it is, `so'":           "“striped” it is, `so'",
		`Gro{\ss} and \o{}re`:               "Groß and øre",
		`~10 of {a, b} -- n \times n, \url`: `~10 of {a, b} -- n \times n, \url`,
		`\usepackage{x} \cite{a} \vec{x}`:   `\usepackage{x} \cite{a} \vec{x}`,
	} {
		if got := Accents(in); got != want {
			t.Errorf("Accents(%s)\n got %s\nwant %s", in, got, want)
		}
	}
}

func FuzzSplit(f *testing.F) {
	f.Add(`a $\frac{1}{x}$ b $$\sqrt[3]{\left(x_i^{2}\right)}$$ \(\bf x\) $5`)
	f.Add(`$\not$ $\left<a\right>$ ${a \over b \over c}$ $x''^2$ $\mathrm{a~b^2}$`)
	f.Fuzz(func(t *testing.T, s string) {
		whole := ""
		for _, part := range Split(s) {
			whole += part.Text
			if part.Formula != nil {
				check(t, s, *part.Formula)
			}
		}
		if whole != s {
			t.Errorf("Split(%q) loses text: %q", s, whole)
		}
	})
}

// check checks that a tree is what the template expects.
func check(t *testing.T, s string, n Node) {
	t.Helper()
	want := map[Kind]int{Fraction: 2, Binomial: 2, Root: 1, NthRoot: 2, Sub: 2, Super: 2, SubSuper: 3, Under: 2, Over: 2, UnderOver: 3, Accent: 2, Underline: 2}
	count, fixed := want[n.Kind]
	switch {
	case fixed && len(n.Children) != count:
		t.Errorf("%q: %s has %d children", s, n.Kind, len(n.Children))
	case !fixed && n.Kind != Row && (n.Text == "" || !utf8.ValidString(n.Text) || len(n.Children) > 0):
		t.Errorf("%q: %s is %q with %d children", s, n.Kind, n.Text, len(n.Children))
	}
	for _, c := range n.Children {
		check(t, s, c)
	}
}

// BenchmarkHostile measures texts in which nothing is closed or everything is nested. The
// time must stay linear.
func BenchmarkHostile(b *testing.B) {
	for _, part := range []string{"$", "$x", "$^{", `\(`, `$\frac`, `$\left(`, "{", `$x_{`, "$a\\$"} {
		s := strings.Repeat(part, 1<<16/len(part))
		b.Run(part, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				Split(s)
			}
		})
	}
}
