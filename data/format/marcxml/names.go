package marcxml

import (
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// authorRoles and editorRoles list roles as codes (loc.gov/marc/relators) and as catalogues in English
// and German write them.
var (
	authorRoles = []string{"aut", "author", "cre", "creator", "verfasser", "verfasserin", "joint author", "verfasserin, verfasser", "dis"}
	editorRoles = []string{"edt", "editor", "ed", "eds", "edc", "editors", "hrsg", "hg", "herausgeber", "herausgeberin"}
)

// roles returns the roles of a name.
func (f wireField) roles() []string {
	var roles []string
	for _, code := range []string{"e", "4"} {
		for _, said := range f.list(code) {
			roles = append(roles, strings.ToLower(strings.Trim(said[strings.LastIndexByte(said, '/')+1:], " .[]()")))
		}
	}
	return roles
}

func (f wireField) has(roles []string) bool {
	return slices.ContainsFunc(f.roles(), func(role string) bool { return slices.Contains(roles, role) })
}

// person returns the name of a person, the family name first as the catalogue has it.
func (f wireField) person() format.Name {
	name := f.get("a")
	if number := f.get("b"); number != "" { // "John Paul II"
		name += " " + number
	}
	return format.Name{Text: name}
}

// setNames sets the authors, who are those without a role too, and the editors. A corporation is an
// author if it is the main entry or a collaboration.
func setNames(r *data.Record, w wireRecord) {
	var authors, editors, groups []format.Name
	for _, f := range w.fields("100", "700") {
		switch {
		case f.get("a") == "" || f.get("t") != "": // a work, not a person
		case f.has(editorRoles):
			editors = append(editors, f.person())
		case len(f.roles()) == 0, f.has(authorRoles):
			authors = append(authors, f.person())
		}
	}
	for _, f := range w.fields("110", "710") {
		name := strings.Join(append(f.list("a"), f.list("b")...), ". ")
		switch collaboration := f.get("g"); {
		case collaboration != "": // of Invenio
			if !slices.ContainsFunc(groups, func(g format.Name) bool { return groupKey(g.Text) == groupKey(collaboration) }) {
				groups = append(groups, format.Name{Text: collaboration, IsGroup: true})
			}
		case name == "" || f.get("t") != "":
		case f.has(editorRoles):
			editors = append(editors, format.Name{Text: name, IsGroup: true})
		case f.has(authorRoles), f.Tag == "110" && len(f.roles()) == 0:
			groups = append(groups, format.Name{Text: name, IsGroup: true})
		}
	}
	format.SetNames(r, append(authors, groups...), editors)
}

// groupKey returns the name of a group without its article and capitals.
func groupKey(name string) string { return strings.TrimPrefix(strings.ToLower(name), "the ") }
