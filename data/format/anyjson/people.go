package anyjson

import (
	"slices"
	"strings"

	"paperboy/data/format"
	"paperboy/data/text"
)

// Person is a name in the order in which papers print it, and whether it is that of a group.
type Person struct {
	Name    string
	IsGroup bool
	// Role is what the source calls the part that the person had in the work, in lower case, or "".
	Role string
	// IsLiteral is set if an object has the name as a whole, under a key that reference managers
	// use for the names of groups and others that have no parts.
	IsLiteral bool
	// whole is set if Name is as the source wrote it, perhaps with the family name first.
	whole bool
}

// The parts of a name and what says more about it.
const (
	given = iota
	middle
	dropping
	particle
	family
	suffix
	initials
	whole   // the name in one string
	literal // the same, of a name that has no parts
	inside  // an object or list with the name
	group   // the name of a group
	isGroup // a word for whether it is a group
	role
	parts
)

// partNames are the keys of the parts of a name as PlainKey returns them.
var partNames = map[string]int{
	"given": given, "givenname": given, "givennames": given, "first": given, "firstname": given, "firstnames": given, "forename": given, "forenames": given, "fname": given,
	"middle": middle, "middlename": middle, "middlenames": middle,
	"droppingparticle": dropping, "von": dropping,
	"nondroppingparticle": particle, "particle": particle, "nameparticle": particle, "prefix": particle,
	"family": family, "familyname": family, "familynames": family, "last": family, "lastname": family, "lastnames": family, "surname": family, "cesurname": family, "cegivenname": given, "ceinitials": initials, "lname": family, "sn": family,
	"suffix": suffix, "namesuffix": suffix, "suffixname": suffix, "jr": suffix,
	"initials": initials, "initial": initials,
	"name": whole, "fullname": whole, "displayname": whole, "literal": literal, "label": whole, "text": whole, "formatted": whole, "creatorname": whole, "contributorname": whole,
	"authorname": whole, "rawname": whole, "rawauthorname": whole, "preferredname": whole, "value": whole, "authname": whole, "authfullname": whole,
	"author": inside, "creator": inside, "person": inside, "personororg": inside, "authors": inside, "creators": inside,
	"collectivename": group, "collective": group, "organization": group, "organisation": group, "collaboration": group, "corporate": group, "groupname": group,
	"nametype": isGroup, "type": isGroup, "@type": isGroup, "kind": isGroup,
	"role": role, "roles": role, "inspireroles": role, "creatortype": role, "contributortype": role, "contributorrole": role,
}

// groupWords are the types of authors that are not people, as PlainKey returns them.
var groupWords = []string{"organizational", "organization", "organisation", "group", "collective", "institution", "consortium", "corporate", "collaboration", "institutional", "corporation"}

// maxPeople is how many names of a list are read.
const maxPeople = 50_000

// People returns the persons and groups of a value: a list of names or objects, one of them, an
// object with such a list, or a joined list of names in one string. ok is false if part of the
// value is of another type.
func People(v Value) (people []Person, ok bool) { return v.people(maxTextDepth) }

func (v Value) people(depth int) (people []Person, ok bool) {
	if depth == 0 {
		return nil, false
	}
	switch v.Kind() {
	case String:
		return split(v.str()), true
	case Object:
		return v.named(depth)
	case List:
	default:
		return nil, v.Kind() != Number && v.Kind() != Bool
	}
	ok = true
	count := 0
	for one := range v.Elements() {
		if count++; len(people) >= maxPeople {
			return people, false
		}
		switch one.Kind() {
		case String:
			people = append(people, Person{Name: one.str(), whole: true})
		case List:
			people = append(people, parsedName(one)...)
		default:
			more, fine := one.people(depth - 1)
			people, ok = append(people, more...), ok && fine
		}
	}
	if count == 1 && len(people) == 1 && people[0].whole && !people[0].IsLiteral { // perhaps all names in one string
		people = split(people[0].Name)
	}
	return slices.DeleteFunc(people, func(p Person) bool { return strings.TrimSpace(p.Name) == "" }), ok
}

// split returns the people in a joined list of names.
func split(list string) (people []Person) {
	for _, name := range format.SplitNames(list) {
		people = append(people, Person{Name: name, whole: true})
	}
	return people
}

// parsedName returns the name of a list with the family name, the given names and a suffix, as
// arXiv's snapshot has it.
func parsedName(v Value) []Person {
	parts := v.Texts()
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return []Person{{Name: parts[0]}}
	}
	return []Person{{Name: joinWords(append([]string{parts[1], parts[0]}, parts[2:]...)...)}}
}

// named returns the person of an object, or the people of the list in it.
func (v Value) named(depth int) ([]Person, bool) {
	var found [parts]Value
	numbered := false
	for key, value := range v.Members() {
		if part, known := partNames[PlainKey(key)]; known && found[part].IsEmpty() {
			found[part] = value
		}
		numbered = numbered || key == "0" || key == "1"
	}
	p := Person{Role: strings.ToLower(found[role].Text()), IsGroup: slices.Contains(groupWords, PlainKey(found[isGroup].Text()))}
	get := func(part int) string { return text.PlainLine(strings.Join(found[part].Texts(), " ")) }
	switch {
	case get(family) != "":
		first := joinWords(get(given), get(middle))
		if first == "" {
			first = get(initials)
		}
		p.Name = joinWords(first, get(dropping), get(particle), get(family), get(suffix))
	case found[group].Kind() == String && get(group) != "" && get(whole) == "":
		p.Name, p.IsGroup = get(group), true
	case get(literal) != "":
		p.Name, p.IsLiteral = get(literal), true
	case get(whole) != "" && found[whole].Kind() != Object:
		p.Name, p.whole, p.IsLiteral = get(whole), !p.IsGroup, true
	case get(given) != "":
		p.Name = joinWords(get(given), get(middle), get(suffix))
	case found[inside].Kind() == String:
		p.Name, p.whole = get(inside), true
	case !found[inside].IsEmpty():
		return found[inside].people(depth - 1)
	case found[whole].Kind() == Object:
		return found[whole].people(depth - 1)
	case numbered: // a table by index
		var people []Person
		for _, value := range v.Members() {
			more, _ := value.people(depth - 1)
			people = append(people, more...)
		}
		return people, true
	default:
		return nil, false
	}
	return []Person{p}, true
}

// IsEditor reports whether the person edited the work rather than wrote it.
func (p Person) IsEditor() bool { return strings.Contains(p.Role, "editor") }

// IsAuthor reports whether the person wrote the work, or made it in another way. Persons without a
// role did.
func (p Person) IsAuthor() bool {
	switch p.Role {
	case "", "author", "aut", "creator", "first", "additional", "primary", "corresponding", "inventor", "programmer", "presenter", "director", "interviewee",
		"podcaster", "performer", "artist", "cartographer", "sponsor":
		return true
	}
	return strings.HasPrefix(p.Role, "author") || strings.HasSuffix(p.Role, "author")
}

// PlainKey returns a key in lower case without separators: "date_published", "Date-Published" and
// "datePublished" are the same.
func PlainKey(key string) string {
	isPlain := true
	for i := range len(key) {
		if c := key[i]; c < 'a' || c > 'z' {
			isPlain = false
			break
		}
	}
	if isPlain {
		return key
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case '_', '-', ' ', '.', ':':
			return -1
		}
		return r
	}, strings.ToLower(key))
}

// joinWords joins the words that are not empty.
func joinWords(words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
}
