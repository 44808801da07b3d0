package latex

import "strings"

// Escape makes s fit for a braced BibTeX field. Formulas ("$\ell_2$") stay
// TeX; all else shows as it is written.
func Escape(s string) string {
	var b strings.Builder
	for s != "" {
		before, rest, _ := strings.Cut(s, "$")
		b.WriteString(texEscapes.Replace(before))
		if len(before) == len(s) {
			break
		}
		if formula, after, ok := strings.Cut(rest, "$"); ok && isClosed(formula) {
			b.WriteString("$" + formula + "$")
			s = after
		} else {
			b.WriteString(`\$`)
			s = rest
		}
	}
	return b.String()
}

// texEscapes has commands for braces, as BibTeX counts a brace after a backslash too.
var texEscapes = strings.NewReplacer(
	`\`, `\textbackslash{}`, `{`, `\textbraceleft{}`, `}`, `\textbraceright{}`, `&`, `\&`, `%`, `\%`, `#`, `\#`, `_`, `\_`, `~`, `\textasciitilde{}`, `^`, `\textasciicircum{}`,
)

// isClosed reports whether what stands between two dollars reads like TeX and
// not like "5 or 6 dollars", and cannot break the field.
func isClosed(s string) bool {
	if s == "" || strings.TrimSpace(s) != s || strings.ContainsAny(s, "%#&\n") {
		return false
	}
	depth := 0
	for _, c := range s {
		switch c {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth < 0 {
			return false
		}
	}
	return depth == 0 && !strings.HasSuffix(s, `\`)
}
