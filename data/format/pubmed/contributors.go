package pubmed

import (
	"cmp"
	"encoding/xml"
	"slices"
	"strings"
	"unicode"

	"paperboy/data/format"
	"paperboy/data/format/xmlread"
	"paperboy/data/text"
)

// wireContribs is a contrib-group of JATS with the contributors of the groups within it, in the
// order of the document: the members of a collaboration follow it.
type wireContribs struct {
	contribs []wireContrib
	// incomplete says that the list ends in an "et al.".
	incomplete bool
}

// wireContrib is a person or a collaboration.
type wireContrib struct {
	// kind is the contrib-type, or that of the group.
	kind   string
	names  []wireName
	collab string
}

// wireName is a name or string-name, which may have more text than its parts.
type wireName struct{ xmlread.Text }

// aside lists the elements of a contributor that are not part of a name.
var aside = []string{
	"xref", "fn", "label", "email", "address", "aff", "aff-alternatives", "ext-link", "uri", "contrib-id", "institution-id", "bio", "author-comment", "degrees",
	"on-behalf-of", "role", "date", "object-id", "graphic",
}

// UnmarshalXML implements xml.Unmarshaler. It doesn't recurse, since groups may be nested to any
// depth.
func (w *wireContribs) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	walk := contribWalk{wireContribs: w, open: []string{"contrib-group"}, groups: []string{groupKind(start)}}
	for len(walk.open) > 0 {
		token, err := d.Token()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if err := walk.start(d, token); err != nil {
				return err
			}
		case xml.EndElement:
			walk.end()
		case xml.CharData:
			// Text belongs to a collaboration if no contrib is open within it.
			if c := walk.current(); c != nil && lastOf(walk.open, "contrib", "contrib-group", "collab", "anonymous") == "collab" {
				c.collab += string(token)
			}
		}
	}
	return nil
}

// contribWalk is where the decoder is in a contrib-group: in which elements, in groups of which
// kinds, and in which contributors.
type contribWalk struct {
	*wireContribs
	open, groups []string
	people       []int
}

// current returns the innermost contributor, or nil.
func (w *contribWalk) current() *wireContrib {
	if len(w.people) == 0 {
		return nil
	}
	return &w.contribs[w.people[len(w.people)-1]]
}

func (w *contribWalk) start(d *xml.Decoder, tag xml.StartElement) error {
	name, c := tag.Name.Local, w.current()
	switch {
	case slices.Contains(aside, name), name == "collab" && c != nil && strings.TrimSpace(c.collab) != "": // another spelling
		return d.Skip()
	case (name == "name" || name == "string-name") && c != nil:
		var n wireName
		if err := d.DecodeElement(&n, &tag); err != nil {
			return err
		}
		c.names = append(c.names, n)
		return nil
	case name == "contrib-group":
		w.groups = append(w.groups, groupKind(tag))
	case name == "contrib":
		w.contribs = append(w.contribs, wireContrib{kind: strings.ToLower(cmp.Or(xmlread.Attr(tag, "contrib-type"), w.groups[len(w.groups)-1]))})
		w.people = append(w.people, len(w.contribs)-1)
	case name == "etal":
		w.incomplete = true
	}
	w.open = append(w.open, name)
	return nil
}

func (w *contribWalk) end() {
	last := len(w.open) - 1
	switch w.open[last] {
	case "contrib-group":
		w.groups = w.groups[:len(w.groups)-1]
	case "contrib":
		w.people = w.people[:len(w.people)-1]
	}
	w.open = w.open[:last]
}

// lastOf returns the last of the open elements that has one of the names.
func lastOf(open []string, names ...string) string {
	for _, name := range slices.Backward(open) {
		if slices.Contains(names, name) {
			return name
		}
	}
	return ""
}

// groupKind returns the kind of contributors in a group, from its content-type: "editors".
func groupKind(group xml.StartElement) string {
	return strings.TrimSuffix(strings.ToLower(xmlread.Attr(group, "content-type")), "s")
}

// isAuthor and isEditor classify a contributor. One without a type is an author, as are the kinds
// of groups that publishers use for authors.
func (c wireContrib) isAuthor() bool {
	return slices.Contains([]string{"", "author", "collab", "collaboration", "group", "corresp", "first-author", "principal-author", "on-behalf-of"}, c.kind)
}

func (c wireContrib) isEditor() bool {
	return slices.Contains([]string{"editor", "guest-editor", "volume-editor", "book-editor", "editors"}, c.kind)
}

// people returns the names of a contributor: the person, and the collaboration.
func (c wireContrib) people() []format.Name {
	best := ""
	for _, n := range c.names {
		said := n.full()
		if isLatin := strings.ContainsFunc(said, isLatinLetter); best == "" || isLatin {
			if best = said; isLatin { // of several spellings, the one that other sources have
				break
			}
		}
	}
	var people []format.Name
	if best != "" {
		people = append(people, format.Name{Text: best})
	}
	if collab := strings.Trim(text.OneLine(c.collab), " ,;:"); collab != "" {
		people = append(people, format.Name{Text: collab, IsGroup: true})
	}
	return people
}

func isLatinLetter(r rune) bool { return unicode.Is(unicode.Latin, r) }

// full returns the name in the order in which papers print it.
func (n wireName) full() string {
	surname := n.part("surname")
	if surname == "" {
		if given := n.part("given-names"); given != "" {
			return given
		}
		return text.OneLine(n.Plain())
	}
	return text.OneLine(strings.Join([]string{n.part("given-names"), surname, n.part("suffix")}, " "))
}

func (n wireName) part(name string) string {
	return text.OneLine(n.Text.Text(func(r xmlread.Run) string {
		if r.In(name) && !r.In(aside...) {
			return r.Text
		}
		return ""
	}))
}
