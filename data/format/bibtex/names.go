package bibtex

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/latex"
	"paperboy/data/text"
)

// people has the names in a list.
type people struct {
	// names are display names. groups are those of them that are not people.
	names, groups []string
	// others is true if the list ends in "and others".
	others bool
}

// readPeople reads a list of names. BibTeX joins them with "and"; lists that are joined by semicolons,
// ampersands, commas or line breaks are split too, if no part can be less than a name.
func readPeople(list string) people {
	var p people
	for _, name := range splitPeople(list) {
		trimmed := strings.TrimSpace(name)
		switch strings.ToLower(strings.Trim(trimmed, "{}.,&\\ ")) {
		case "", "and":
			continue
		case "others", "et al":
			p.others = true
			continue
		}
		if bare := etAl.ReplaceAllString(trimmed, ""); bare != trimmed {
			trimmed, p.others = bare, true
		}
		display := text.OneLine(displayName(trimmed))
		if display == "" {
			continue
		}
		p.names = append(p.names, display)
		if isGroup(trimmed, display) {
			p.groups = append(p.groups, display)
		}
	}
	return p
}

var (
	// etAl matches "et al." after a name.
	etAl = regexp.MustCompile(`(?i)[\s,;~]+et\.?[\s~]+al\.?$`)
	// ampersand matches a sign between two names.
	ampersand = regexp.MustCompile(`\s+\\?&\s+`)
)

// splitPeople splits a list of names.
func splitPeople(list string) []string {
	list = strings.TrimSpace(list)
	if strings.Contains(list, "&") && strings.Contains(list, ";") {
		list = html.UnescapeString(list)
	}
	if inner, ok := inBraces(list); ok && isList(inner) {
		list = inner
	}
	parts := split(list, " and ")
	if len(parts) == 1 && strings.Contains(list, "\n") {
		parts = splitLines(list)
	}
	var names []string
	for _, part := range parts {
		for _, one := range split(part, ";") {
			for _, one := range splitAmpersand(one) {
				names = append(names, splitCommas(one)...)
			}
		}
	}
	return names
}

// isList reports whether the text in the braces around a whole field is a list of several persons, as
// in "{Doe, Jane and Roe, Rick}" and "{Jane Doe and Rick Roe and Kim Poe}".
func isList(inner string) bool {
	parts := split(inner, " and ")
	return len(parts) > 1 && !slices.ContainsFunc(parts, func(name string) bool {
		name = strings.TrimSpace(name)
		family, given, found := strings.Cut(name, ",")
		if !found {
			return len(parts) < 3 || !strings.Contains(name, " ") || data.IsGroupName(name)
		}
		return strings.Contains(given, ",") || strings.TrimSpace(family) == "" || isCompany.MatchString(given)
	})
}

// isCompany matches what follows the comma in the name of a company.
var isCompany = regexp.MustCompile(`(?i)^\s*(?:inc|ltd|llc|co|corp|gmbh|plc|s\.?a)\b`)

// splitLines splits a list with a name on each line.
func splitLines(list string) []string {
	var lines []string
	families := 0
	for line := range strings.Lines(list) {
		if line = strings.Trim(line, " \t\r\n,"); line != "" {
			lines = append(lines, line)
			if len(split(line, ",")) == 2 {
				families++
			}
		}
	}
	isShort := func(line string) bool { return !strings.Contains(line, " ") }
	if len(lines) > 1 && families == len(lines) || len(lines) > 2 && families == 0 && !slices.ContainsFunc(lines, isShort) {
		return lines
	}
	return []string{list}
}

// splitAmpersand splits "Jane Doe & Rick Roe", but not "Barnes & Noble".
func splitAmpersand(part string) []string {
	if !strings.Contains(part, "&") || strings.ContainsAny(part, "{}") {
		return []string{part}
	}
	names := ampersand.Split(strings.TrimSpace(part), -1)
	if slices.ContainsFunc(names, func(name string) bool {
		return !strings.Contains(name, " ") || isCompany.MatchString(strings.TrimSpace(name[strings.LastIndexByte(name, ' '):]))
	}) {
		return []string{part}
	}
	return names
}

// splitCommas splits "Jane Doe, Rick Roe, Kim Poe" and "Doe, J., Roe, R.".
func splitCommas(part string) []string {
	part = strings.TrimRight(strings.TrimSpace(part), ",")
	pieces := split(part, ",")
	if len(pieces) < 2 || len(pieces) != strings.Count(part, ",")+1 || strings.Contains(part, "=") {
		return []string{part}
	}
	names := format.SplitField(part)
	if len(names) == 1 {
		return names
	}
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	return format.InitialsFirst(names)
}

// isGroup reports whether a name is that of a group: it is in braces, or has a word that names of
// persons lack.
func isGroup(name, display string) bool {
	if inner, ok := inBraces(name); ok && !strings.HasPrefix(inner, `\`) {
		return !middleInitial.MatchString(display) || data.IsGroupName(display)
	}
	return data.IsGroupName(display)
}

// middleInitial matches the name of a person with an initial: people put braces around names too.
var middleInitial = regexp.MustCompile(`^(?:\p{Lu}\.|\p{Lu}\pL+ \p{Lu}\.) ?(?:\p{Lu}\. ?)*\p{Lu}[\pL'’-]+$`)

// inBraces returns what is in the braces around a whole text.
func inBraces(s string) (inner string, ok bool) {
	if !strings.HasPrefix(s, "{") || !strings.HasSuffix(s, "}") {
		return "", false
	}
	depth := 0
	for i := range len(s) - 1 {
		switch s[i] {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth == 0 {
			return "", false
		}
	}
	return s[1 : len(s)-1], true
}

// displayName returns a name with the given names first. It accepts the three orders of BibTeX
// ("First von Last", "von Last, First", "von Last, Jr, First") and BibLaTeX's named parts. Commas
// in braces, as in the name of a group, do not separate parts.
func displayName(name string) string {
	parts := split(name, ",")
	if named, ok := namedParts(parts); ok {
		return named
	}
	order := []int{0}
	switch len(parts) {
	case 1:
	case 2:
		order = []int{1, 0}
	default:
		order = []int{2, 0, 1}
	}
	var words []string
	for _, i := range order {
		words = append(words, strings.Fields(latex.Plain(parts[i]))...)
	}
	return strings.Join(words, " ")
}

// namedParts parses "family=Last, given=First, prefix=von, suffix=Jr". It returns false if the
// parts are not named or there is no family name.
func namedParts(parts []string) (string, bool) {
	named := map[string]string{}
	for _, part := range parts {
		name, value, found := strings.Cut(strings.Trim(part, ` "`), "=")
		if !found {
			return "", false
		}
		named[strings.ToLower(strings.TrimSpace(name))] = strings.Trim(value, ` "`)
	}
	if named["family"] == "" {
		return "", false
	}
	whole := strings.Join([]string{named["given"], named["prefix"], named["family"], named["suffix"]}, " ")
	return strings.Join(strings.Fields(latex.Plain(whole)), " "), true
}

// split splits s at a separator outside of braces, unless one of them has no partner. It ignores the
// case of the separator, and treats any white space in s as a single space.
func split(s, separator string) []string {
	s = strings.Join(strings.Fields(s), " ")
	isBalanced := strings.Count(s, "{") == strings.Count(s, "}")
	var parts []string
	depth, start := 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '{':
			depth++
		case '}':
			depth--
		}
		if (depth <= 0 || !isBalanced) && len(s)-i >= len(separator) && strings.EqualFold(s[i:i+len(separator)], separator) {
			parts = append(parts, s[start:i])
			start = i + len(separator)
			i = start - 1
			if strings.HasSuffix(separator, " ") {
				i, start = i-1, start-1 // its final space may begin the next separator
			}
		}
	}
	return append(parts, s[start:])
}
