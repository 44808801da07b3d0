package format

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"paperboy/data"
)

var (
	// numbered matches the id of an author after a name: that of Scopus, DBLP's, or an ORCID.
	numbered = regexp.MustCompile(`\s*(?:[(\[]\d{4,}[)\]]|\(\d+\)|[(\[]?(?:https?://orcid\.org/)?\d{4}-\d{4}-\d{4}-\d{3}[\dX][)\]]?|\s00\d\d)\s*$`)
	// numberedEnd matches the id of an author and the comma to the next.
	numberedEnd = regexp.MustCompile(`(\(\d{5,}\))\s*,\s*`)
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
func SplitNames(list string) []string { return InitialsFirst(SplitList(list)) }

// SplitList splits a text as SplitNames does, but leaves the order of each name. Numbers of authors after their names
// are removed.
func SplitList(list string) []string {
	names := splitList(etAl.ReplaceAllString(list, ""))
	for i, name := range names {
		names[i] = strings.Trim(numbered.ReplaceAllString(name, ""), " \t\n,;")
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == "" })
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
	if strings.Contains(cell, "(") {
		cell = numberedEnd.ReplaceAllString(cell, "$1; ")
	}
	for _, separator := range []string{";", "|"} {
		if strings.Contains(cell, separator) {
			return strings.Split(cell, separator)
		}
	}
	pieces := splitConjunctions(strings.ReplaceAll(cell, "\n", "\n "))
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

// splitConjunctions splits a list at "and" and the like, but not the name of a group, such as "Smith and Sons" and
// "Institute of A and B", nor a surname, such as "Ramón y Cajal".
func splitConjunctions(list string) []string {
	pieces := conjunction.Split(list, -1)
	if len(pieces) == 1 || !strings.Contains(list, ",") && slices.ContainsFunc(pieces, data.IsGroupName) {
		return []string{list}
	}
	words := func(piece string) int { return len(strings.Fields(piece)) }
	if first, last := pieces[0], pieces[len(pieces)-1]; len(pieces) == 2 && !strings.Contains(first, ",") &&
		(words(first) == 1 != (words(last) == 1) || strings.Contains(last, ",") || isCompany(last)) {
		return []string{list}
	}
	return pieces
}

func isCompany(word string) bool {
	switch strings.ToLower(strings.Trim(word, " .")) {
	case "sons", "co", "company", "partners", "brothers", "daughters", "associates":
		return true
	}
	return false
}

// splitCommas splits lists such as "A Smith, B Doe", "Smith J, Doe B" and "Smith, J., Doe, B.". It
// does not split a single name such as "Smith, John" or "Smith, John, Jr.".
func splitCommas(s string) []string {
	parts := strings.Split(s, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	if isFamilyFirst(s) || len(parts) == 3 && (isSuffix(parts[1]) || isSuffix(parts[2])) && !strings.Contains(parts[0], " ") {
		return []string{s}
	}
	parts = joinSuffixes(parts)
	if len(parts)%2 == 0 {
		inPairs := true
		for i := 1; i < len(parts); i += 2 {
			inPairs = inPairs && isInitials(parts[i])
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

// joinSuffixes joins "Jr." and the like to the name before it.
func joinSuffixes(parts []string) []string {
	joined := parts[:0:0]
	for _, part := range parts {
		if n := len(joined); n > 0 && isSuffix(part) {
			joined[n-1] += " " + part
			continue
		}
		joined = append(joined, part)
	}
	return joined
}

// isFamilyFirst reports whether s is a single name in the form "Family, Given". It has one comma,
// and either initials, a suffix or a single word after it, or a single word before it.
func isFamilyFirst(s string) bool {
	family, given, found := strings.Cut(s, ",")
	if !found || strings.Contains(given, ",") {
		return false
	}
	given, family = strings.TrimSpace(given), strings.TrimSpace(family)
	return isInitials(given) || isSuffix(given) || !strings.Contains(family, " ") || !strings.Contains(given, " ") && !endsInInitials(family)
}

// SplitField splits the names in a field that is meant for one name. Names joined by semicolons are
// split, and those joined by commas if no part can be less than a name: "Ann Lee, Bo Day, Cy Fox",
// "Lee A, Day B" and "Lee, A., Day, B.", but neither "Lee, Ann", "King, Martin Luther, Jr." nor
// "Smith and Sons".
func SplitField(field string) []string {
	if strings.Contains(field, ";") {
		return SplitList(field)
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
		inPairs = isInitials(strings.TrimSpace(parts[i]))
	}
	switch {
	case len(parts) > 1 && !slices.ContainsFunc(parts, func(part string) bool { return !whole(part) }):
		return parts
	case inPairs:
		return splitCommas(strings.Join(parts, ","))
	}
	return []string{field}
}

// isInitials reports whether a word is one or more initials. "II" and "Jr." are not.
func isInitials(word string) bool { return initials.MatchString(word) && !isSuffix(word) }

// isSuffix reports whether a word is a suffix such as "Jr." or "III". "JR" and "SR" are initials.
func isSuffix(word string) bool { return word != "JR" && word != "SR" && data.IsNameSuffix(word) }

// cutSuffix splits a name before a suffix at its end: "Griffin DK", "Jr". The suffix may be empty.
// "Ivanov II" has initials.
func cutSuffix(name string) (rest, suffix string) {
	at := strings.LastIndexByte(name, ' ')
	if at < 0 || !isSuffix(name[at+1:]) {
		return name, ""
	}
	rest, suffix = strings.TrimRight(name[:at], " ,"), name[at+1:]
	if (suffix == "II" || suffix == "IV") && !strings.Contains(rest, " ") {
		return name, ""
	}
	return rest, suffix
}

// endsInInitials reports whether a name has the form "Griffin DK", "Griffin DK Jr" or "Yang Z.", without a comma.
func endsInInitials(name string) bool {
	name, _ = cutSuffix(name)
	at := strings.LastIndexByte(name, ' ')
	return at > 0 && !strings.Contains(name, ",") && initials.MatchString(name[at+1:]) && !isInitials(strings.SplitN(name, " ", 2)[0]) &&
		utf8.RuneCountInString(name[:at]) > 1 && strings.ContainsFunc(name[:at], unicode.IsLower)
}

// Order is what lists of names say about the order of names without a comma.
type Order struct {
	familyFirst int // names that end in initials: "Lee J.", "Lee JA"
	single      int // names that end in a letter, which may be an initial or a name: "Lee J", "Malcolm X"
	unclear     int // names that end in what may be initials or a surname: "Wei LI"
	givenFirst  int // names of persons that end in a word
}

// Add counts the names of a list.
func (o *Order) Add(names []string) {
	for _, name := range names {
		switch {
		case data.IsEtAl(name):
			o.single++ // in a citation, which has initials
		case strings.Contains(name, ",") || !strings.Contains(name, " ") || data.IsGroupName(name):
		case !endsInInitials(name):
			o.givenFirst++
		case isSyllables(name):
			o.unclear++
		default:
			rest, _ := cutSuffix(name)
			if bare := rest[strings.LastIndexByte(rest, ' ')+1:]; utf8.RuneCountInString(bare) == 1 {
				o.single++
			} else {
				o.familyFirst++
			}
		}
	}
}

// IsKnown reports whether the lists say something about the order.
func (o *Order) IsKnown() bool { return o.familyFirst+o.single+o.givenFirst > 1 }

// FamilyFirst reports whether initials at the end of names belong to given names. At least three of four names must end
// in initials, or all in a single letter if there are several names: "Malcolm X" and "Samarth P" are names too.
func (o *Order) FamilyFirst() bool {
	if o.familyFirst == 0 {
		return o.single > 1 && o.givenFirst+o.unclear == 0
	}
	return o.familyFirst+o.single >= 3*o.givenFirst
}

// InitialsFirst moves initials before the family name if nearly all of the names end in initials. In other lists, a
// name may just end in a letter. It changes names.
func InitialsFirst(names []string) []string {
	var order Order
	order.Add(names)
	return order.Apply(names)
}

// CatalogueInitialsFirst does the same for names as catalogues such as MEDLINE write them, where a single letter
// is an initial even in a single name: "Lee A".
func CatalogueInitialsFirst(catalogued []string) []string {
	var order Order
	order.Add(catalogued)
	order.familyFirst += order.single
	return order.Apply(catalogued)
}

// Apply moves initials before the family name if the order says so. It changes names.
func (o *Order) Apply(names []string) []string {
	if !o.FamilyFirst() {
		return names
	}
	isDotted := len(names) == 1 || slices.ContainsFunc(names[:max(len(names)-1, 0)], func(name string) bool { return strings.HasSuffix(name, ".") && !data.IsEtAl(name) })
	for i, name := range names {
		if !endsInInitials(name) || data.IsGroupName(name) {
			continue
		}
		rest, suffix := cutSuffix(name)
		at := strings.LastIndexByte(rest, ' ')
		given := rest[at+1:]
		if bare := strings.TrimSuffix(given, "."); (len(bare) > 1 || !isDotted) && !strings.Contains(bare, ".") {
			given = bare // the full stop ends the list
		}
		names[i] = strings.TrimSpace(given + " " + rest[:at] + " " + suffix)
	}
	return names
}

// syllable matches a syllable of Chinese in pinyin.
var syllable = regexp.MustCompile(`^(?i:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?(?i:a|o|e|ai|ei|ao|ou|an|en|ang|eng|ong|i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ua|uo|uai|ui|uan|un|uang|ue)$`)

// isSyllables reports whether a name may be that of a Chinese whose surname is in capitals, "Wei LI", rather than a
// surname with initials, "Wei LJ".
func isSyllables(name string) bool {
	words := strings.Fields(name)
	return len(words) == 2 && len(words[1]) > 1 && syllable.MatchString(words[0]) && syllable.MatchString(words[1])
}
