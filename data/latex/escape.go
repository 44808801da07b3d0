package latex

import "strings"

// Escape escapes s for a BibTeX field in braces, so that LaTeX shows it as it is. Formulas
// ("$\ell_2$") stay LaTeX. Braces that are balanced become "\{" and "\}", which all programs
// understand. BibTeX counts them like other braces, so the others become {\textbraceleft} and
// {\textbraceright}.
func Escape(s string) string {
	if !strings.ContainsAny(s, "\\{}&%#_~^$`'-") {
		return s
	}
	balanced := areBalanced(s)
	var b strings.Builder
	for _, part := range Split(s) {
		if (part.Formula != nil || part.Unread) && isSafe(part.Text) {
			b.WriteString(part.Text)
			continue
		}
		escape(&b, part.Text, balanced)
	}
	return b.String()
}

// escape writes a text without formulas.
func escape(b *strings.Builder, s string, balanced bool) {
	for i := range len(s) {
		c := s[i]
		switch c {
		case '{', '}':
			if balanced {
				b.WriteByte('\\')
				b.WriteByte(c)
				continue
			}
			b.WriteString(unbalanced[c])
		case '&', '%', '#', '_', '$':
			b.WriteByte('\\')
			b.WriteByte(c)
		case '\\', '~', '^':
			b.WriteString(named[c])
		case '-', '`', '\'':
			if i > 0 && s[i-1] == c {
				b.WriteString("{}") // two of them are a dash or a quotation mark
			}
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
}

// named and unbalanced have the commands for characters that no backslash escapes.
var (
	named      = map[byte]string{'\\': `{\textbackslash}`, '~': `{\textasciitilde}`, '^': `{\textasciicircum}`}
	unbalanced = map[byte]string{'{': `{\textbraceleft}`, '}': `{\textbraceright}`}
)

// isSafe reports whether a formula can't break the field.
func isSafe(s string) bool {
	return !strings.ContainsAny(s, "%#&\n") && areBalanced(s) && strings.Trim(s, "$") != ""
}

// areBalanced reports whether each brace of s is closed, as BibTeX counts them: a backslash makes no
// difference.
func areBalanced(s string) bool {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth < 0 {
			return false
		}
	}
	return depth == 0
}
