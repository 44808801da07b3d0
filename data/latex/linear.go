package latex

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Linear converts LaTeX to plain text for places that have no layout, such as a reference. It is
// like Plain, and writes formulas that Plain keeps on one line: fractions with a slash, roots with
// √, and scripts that have no Unicode characters after ^ or _. A formula that can't be parsed
// stays as it was written.
func Linear(s string) string {
	s = Plain(s)
	if !strings.ContainsAny(s, `$\`) {
		return s
	}
	var out strings.Builder
	for _, part := range Split(s) {
		if part.Formula == nil {
			out.WriteString(part.Text)
		} else {
			out.WriteString(linear(*part.Formula))
		}
	}
	return norm.NFC.String(out.String())
}

// linear returns a node on one line.
func linear(n Node) string {
	switch n.Kind {
	case Fraction:
		return grouped(n.First()) + "/" + grouped(n.Second())
	case Binomial:
		return linear(n.First()) + " choose " + linear(n.Second())
	case Root:
		return "√" + grouped(n.First())
	case NthRoot:
		return grouped(n.First()) + "^(1/" + linear(n.Second()) + ")"
	case Sub, Under:
		return linear(n.First()) + scriptOf("_", n.Second())
	case Super, Over:
		return linear(n.First()) + scriptOf("^", n.Second())
	case SubSuper, UnderOver:
		return linear(n.First()) + scriptOf("_", n.Second()) + scriptOf("^", n.Third())
	case Accent:
		return marked(linear(n.First()), linear(n.Second()))
	case Underline:
		return linear(n.First())
	}
	if len(n.Children) == 0 {
		return strings.NewReplacer("\u2009", " ", "\u00A0", " ").Replace(n.Text)
	}
	var out strings.Builder
	for i, child := range n.Children {
		if i > 0 && isFunction(child) && isWord(n.Children[i-1]) {
			out.WriteByte(' ') // "n log n"
		}
		out.WriteString(linear(child))
	}
	return out.String()
}

// isFunction reports whether a node is the name of a function, which has a space after it.
func isFunction(n Node) bool {
	return n.Kind == Row && len(n.Children) == 2 && n.First().Kind == Identifier && len(n.First().Text) > 1
}

// isWord reports whether a node is a letter, a name or a number.
func isWord(n Node) bool { return n.Kind == Identifier || n.Kind == Upright || n.Kind == Number }

// scriptOf returns an index or exponent in Unicode characters, or else after the sign.
func scriptOf(sign string, n Node) string {
	if turned, ok := scripted(sign, linear(n)); ok {
		return turned
	}
	return sign + grouped(n)
}

// grouped returns a node in parentheses, unless it is a name or a number.
func grouped(n Node) string {
	s := linear(n)
	isPart := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && !unicode.Is(unicode.Mn, r)
	}
	if utf8.RuneCountInString(s) == 1 || strings.IndexFunc(s, isPart) < 0 {
		return s
	}
	return "(" + s + ")"
}

// combiningMarks has the combining character for the mark of an accent.
var combiningMarks = map[string]string{
	"^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "¯": "\u0304", "‾": "\u0304", "→": "\u20d7", "˙": "\u0307", "¨": "\u0308", "ˇ": "\u030c", "´": "\u0301", "`": "\u0300", "˘": "\u0306",
}

// marked adds a mark to a letter. Longer texts stay without it.
func marked(base, mark string) string {
	if utf8.RuneCountInString(base) == 1 {
		return base + combiningMarks[mark]
	}
	return base
}
