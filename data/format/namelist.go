package format

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	// numbered matches the number of an author after a name, as Scopus writes it.
	numbered = regexp.MustCompile(`\s*\(\d+\)\s*$`)
	// conjunction matches what separates names in BibTeX, and the last two names in prose.
	conjunction = regexp.MustCompile(`(?i)(?:\s*,)?\s+(?:and|&|und|et|y)\s+`)
	// etAl matches "et al." at the end of a list.
	etAl = regexp.MustCompile(`(?i)[;,]?\s*\bet\.?\s+al\.?\s*$`)
	// listed matches a name in a list as Python prints it.
	listed = regexp.MustCompile(`'([^']*)'|"([^"]*)"`)
	// initials matches "J.", "N.R.", "J.-P." and "DK".
	initials = regexp.MustCompile(`^(?:\p{Lu}\p{Ll}?\.[ -]?){1,5}$|^\p{Lu}(?:-?\p{Lu}){0,3}\.?$`)
)

// SplitNames splits a text with a list of names, which programs join with semicolons, bars, line breaks,
// "and", or commas. Names are "Family, Given" or have the given names first. Initials after a
// family name without a comma, as in MEDLINE and Embase, are moved to the front.
func SplitNames(list string) []string {
	names := splitList(etAl.ReplaceAllString(list, ""))
	for i, name := range names {
		names[i] = strings.Trim(numbered.ReplaceAllString(name, ""), " \t\n,;")
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == "" })
	names = InitialsFirst(names)
	if etAl.MatchString(list) {
		names = append(names, "et al.")
	}
	return names
}

func splitList(cell string) []string {
	cell = strings.TrimSpace(cell)
	if strings.HasPrefix(cell, "[") && strings.HasSuffix(cell, "]") {
		var names []string
		for _, name := range listed.FindAllStringSubmatch(cell, -1) {
			names = append(names, name[1]+name[2])
		}
		return names
	}
	for _, separator := range []string{";", "|"} {
		if strings.Contains(cell, separator) {
			return strings.Split(cell, separator)
		}
	}
	pieces := conjunction.Split(strings.ReplaceAll(cell, "\n", "\n "), -1)
	if len(pieces) == 1 && strings.Contains(cell, "\n") {
		return strings.Split(cell, "\n")
	}
	if last := pieces[len(pieces)-1]; len(pieces) > 1 && slices.IndexFunc(pieces, func(p string) bool { return strings.Count(p, ",") > 1 }) < 0 && isFamilyFirst(last) {
		return pieces
	}
	var names []string
	for _, piece := range pieces {
		names = append(names, splitCommas(piece)...)
	}
	return names
}

// splitCommas splits lists such as "A Smith, B Doe", "Smith J, Doe B" and "Smith, J., Doe, B.". It
// does not split a single name such as "Smith, John".
func splitCommas(s string) []string {
	parts := strings.Split(s, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	if isFamilyFirst(s) {
		return []string{s}
	}
	if len(parts)%2 == 0 {
		inPairs := true
		for i := 1; i < len(parts); i += 2 {
			inPairs = inPairs && initials.MatchString(parts[i])
		}
		if inPairs {
			var names []string
			for i := 0; i < len(parts); i += 2 {
				names = append(names, parts[i]+", "+parts[i+1])
			}
			return names
		}
	}
	return parts
}

// isFamilyFirst reports whether s is a single name in the form "Family, Given". It has one comma,
// and either initials or a single word after it, or a single word before it.
func isFamilyFirst(s string) bool {
	family, given, found := strings.Cut(s, ",")
	if !found || strings.Contains(given, ",") {
		return false
	}
	given, family = strings.TrimSpace(given), strings.TrimSpace(family)
	return initials.MatchString(given) || !strings.Contains(family, " ") || !strings.Contains(given, " ") && !endsInInitials(family)
}

// endsInInitials reports whether a name has the form "Griffin DK" or "Yang Z.", without a comma.
func endsInInitials(name string) bool {
	at := strings.LastIndexByte(name, ' ')
	return at > 0 && !strings.Contains(name, ",") && initials.MatchString(name[at+1:]) && !initials.MatchString(strings.SplitN(name, " ", 2)[0]) &&
		utf8.RuneCountInString(name[:at]) > 1 && strings.ContainsFunc(name[:at], unicode.IsLower)
}

// SplitField splits the names in a field that is meant for one name. Names joined by semicolons are
// split, and those joined by commas if no part can be less than a name: "Ann Lee, Bo Day, Cy Fox",
// "Lee A, Day B" and "Lee, A., Day, B.", but neither "Lee, Ann", "King, Martin Luther, Jr." nor
// "Smith and Sons".
func SplitField(field string) []string {
	if strings.Contains(field, ";") {
		return strings.Split(field, ";")
	}
	parts := strings.Split(field, ",")
	last := strings.TrimSpace(parts[len(parts)-1])
	if len(parts) > 2 {
		parts = append(parts[:len(parts)-1], conjunction.Split(" "+last, -1)...)
	}
	parts = slices.DeleteFunc(parts, func(part string) bool { return strings.TrimSpace(part) == "" })
	whole := func(part string) bool { return strings.Contains(strings.TrimSpace(part), " ") }
	if len(parts) == 2 {
		whole = func(part string) bool { return endsInInitials(strings.TrimSpace(part)) }
	}
	inPairs := len(parts) > 2 && len(parts)%2 == 0
	for i := 1; inPairs && i < len(parts); i += 2 {
		inPairs = initials.MatchString(strings.TrimSpace(parts[i]))
	}
	switch {
	case len(parts) > 1 && !slices.ContainsFunc(parts, func(part string) bool { return !whole(part) }):
		return parts
	case inPairs:
		return splitCommas(strings.Join(parts, ","))
	}
	return []string{field}
}

// InitialsFirst moves initials before the family name if at least half of the names end in
// initials. In other lists, a name may just end in a letter.
func InitialsFirst(names []string) []string {
	trailing := 0
	for _, name := range names {
		if endsInInitials(name) {
			trailing++
		}
	}
	if 2*trailing < len(names) {
		return names
	}
	for i, name := range names {
		if endsInInitials(name) {
			at := strings.LastIndexByte(name, ' ')
			given := name[at+1:]
			if bare := strings.TrimSuffix(given, "."); len(bare) > 1 && !strings.Contains(bare, ".") {
				given = bare // the full stop ends the list
			}
			names[i] = given + " " + name[:at]
		}
	}
	return names
}
