package latex

import "strings"

// Escape escapes s for a BibTeX field in braces, so that LaTeX shows it as it is. Formulas
// ("$\ell_2$") stay LaTeX.
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

// texEscapes replaces the special characters of LaTeX by the commands for them in the table.
// Braces become named commands, because BibTeX also counts a brace after a backslash.
var texEscapes = func() *strings.Replacer {
	var pairs []string
	for _, name := range []string{
		"textbackslash", "textbraceleft", "textbraceright", "&", "%", "#", "_", "textasciitilde", "textasciicircum",
	} {
		command := `\` + name
		if isLetter(name[0]) {
			command += "{}"
		}
		pairs = append(pairs, commands[name].text(), command)
	}
	return strings.NewReplacer(pairs...)
}()

// isClosed reports whether s, which is between two dollars, looks like a formula rather than
// "5 or 6 dollars", and can't break the field.
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
