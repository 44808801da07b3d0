package bibtex

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
)

// read returns a line for each entry: the title, authors, date, container and warnings, or the code of
// the rejection.
func read(t *testing.T, library string) []string {
	t.Helper()
	var got []string
	for r, err := range Read(t.Context(), format.Input{Reader: strings.NewReader(library), Location: "x.bib"}) {
		if err == nil {
			err = data.Validate(&r)
		}
		reject, field := (*data.Rejection)(nil), (*data.FieldError)(nil)
		switch {
		case errors.As(err, &reject):
			got = append(got, reject.Entry+": "+reject.Code)
		case errors.As(err, &field):
			got = append(got, r.Entry+": "+field.Code)
		default:
			p := r.Paper
			got = append(got, fmt.Sprintf("%s: %s | %s | %s | %s %s", p.CitationKey, p.Title, strings.Join(p.Authors, ", "), p.Date, p.Container, r.Origin.Warnings))
		}
	}
	return got
}

// TestMalformed checks that what is malformed costs no more than its field.
func TestMalformed(t *testing.T) {
	const rest = "\n author = {Ness, Tia},\n year = 2004\n}\n"
	for _, test := range []struct{ name, in, want string }{
		{"a space in a name", `@article{a, title = {T}, key words = {x},` + rest, "a: T | Tia Ness | 2004 |  [field_malformed]"},
		{"text after a value", `@article{a, title = {One }amp; Two, journal = {J},` + rest, "a: One amp; Two | Tia Ness | 2004 | J [field_malformed]"},
		{"a brace too many", "@article{a,\n title = {T},\n journal = {Wiley }&amp; Sons},\n" + rest, "a: T | Tia Ness | 2004 | Wiley & Sons [field_malformed]"},
		{"a brace too many at the end of a field", "@article{a,\n title = {T}},\n" + rest, "a: T | Tia Ness | 2004 |  [field_malformed]"},
		{"a type in an entry", `@article{a, @type{x}, title = {T},` + rest, "a: T | Tia Ness | 2004 |  [field_malformed]"},
		{"no comma", "@article{a title = {T}\n journal = {J}" + rest, "a: T | Tia Ness | 2004 | J []"},
		{"no comma after the key", "@article{a\n title = {T},\n journal = {J}" + rest, "a: T | Tia Ness | 2004 | J []"},
		{"quotes in quotes", `@article{a, title = "A "good" one", journal = "J",` + rest, `a: A "good" one | Tia Ness | 2004 | J [field_malformed]`},
		{"no last quote", "@article{a, title = \"T,\n journal = {J}," + rest, "a: T | Tia Ness | 2004 | J [field_malformed]"},
		{"no sign", `@article{a, title {T},` + rest, "a: T | Tia Ness | 2004 |  [field_malformed]"},
		{"no value", `@article{a, title = {T}, journal = ,` + rest, "a: T | Tia Ness | 2004 |  [field_malformed]"},
		{"no quotes", "@article{a, title = Boats and bridges, journal = J," + rest, "a: Boats and bridges | Tia Ness | 2004 | J [field_malformed]"},
		{"no brace of a field", "@article{a,\n title = {T,\n journal = {J}," + rest, "a: T | Tia Ness | 2004 | J [entry_unclosed field_malformed]"},
		{"no last brace", "@article{a,\n title = {T},\n author = {Ness, Tia},\n year = 2004\n", "a: T | Tia Ness | 2004 |  [entry_unclosed]"},
		{"no key", "@article{title = {T}," + rest, ": T | Tia Ness | 2004 |  []"},
		{"an empty key", "@article{,\n title = {T}," + rest, ": T | Tia Ness | 2004 |  []"},
		{"signs in the type", "@conference_paper-2{a:b/c+d'e, title = {T}," + rest, "a:b/c+de: T | Tia Ness | 2004 |  []"},
		{"signs in the key", "@article{a@b#c%d\"e=f(g), title = {T}," + rest, "a@bcdefg: T | Tia Ness | 2004 |  []"},
		{"the brace on the next line", "@article\n{a, title = {T}," + rest, "a: T | Tia Ness | 2004 |  []"},
		{"nothing but the title is lost", `@article{a, titel = {T},` + rest, "line 1 (a): missing_title"},
		{"the title is lost", `@article{a, ti tle,` + rest, "line 1 (a): invalid_bibtex"},
		{"no brace at all", "@article a, title = {T}\n", "line 1: invalid_bibtex"},
		{"no sign before the type", "article{a,\n  title = {T}\n}\n", "line 1: invalid_bibtex"},
		{"a line for each part", "@\n book\n{\n a\n,\n title\n=\n{T}\n}\n", "a: T |  |  |  []"},
		{"repeated fields", "@article{a, title={T}, author={Ann Lee}, title={U}, author={Bo Day and Cy Fox}}\n", "a: T | Ann Lee, Bo Day, Cy Fox |  |  []"},
		{"two signs", "@@article{a, title = {T}}\n", "a: T |  |  |  []"},
		{"an address in text", "write to me@example.com (or not)\n@article{a, title={T}}", "a: T |  |  |  []"},
		{"a comment", "@comment nothing to read\n@comment{nor here}\n@article{a, title={T}}", "a: T |  |  |  []"},
	} {
		got := read(t, test.in+"@misc{next, title = {Next}}\n")
		if diff := cmp.Diff([]string{test.want, "next: Next |  |  |  []"}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s%s", test.name, diff, test.in)
		}
	}
}

// TestInherit checks what entries inherit, in any order of the file.
func TestInherit(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"a chain", `@inbook{c, title={C}, crossref={b}} @book{b, title={B}, crossref={m}} @mvbook{m, title={M}, author={Bo Day}, date={1999-05}}`,
			"m: M | Bo Day | 1999-05 | ; b: B | Bo Day | 1999-05 | ; c: C | Bo Day | 1999-05 | B"},
		{"no own fields are replaced", `@proceedings{p, title={P}, year=2001, month=may, editor={Ed Fox}} @inproceedings{c, title={C}, author={Ann Lee}, year=2000, booktitle={B}, crossref={p}}`,
			"p: P | Ed Fox | 2001-05 | ; c: C | Ann Lee | 2000 | B"},
		{"editors of the book are no authors", `@inproceedings{c, title={C}, crossref={p}} @proceedings{p, title={P}, editor={Ed Fox}}`,
			"p: P | Ed Fox |  | ; c: C |  |  | P"},
		{"xdata", `@article{a, title={A}, xdata={x, y}} @xdata{y, xdata={z}, year=2001} @xdata{x, journal={J}} @xdata{z, author={Ann Lee}}`,
			"a: A | Ann Lee | 2001 | J"},
		{"a subtitle", `@collection{b, title={B}, subtitle={Part}} @incollection{c, title={C}, crossref={B}}`, "b: B: Part |  |  | ; c: C |  |  | B: Part"},
		{"a periodical", `@periodical{p, title={P}, volume=3, year=2002} @article{a, title={A}, crossref={p}}`, "p: P |  | 2002 | ; a: A |  | 2002 | P"},
		{"no parent", `@inbook{c, title={C}, crossref={none}} @book{b, title={B}}`, "b: B |  |  | ; c: C |  |  | "},
		{"a circle", `@book{a, title={A}, crossref={b}} @book{b, title={B}, crossref={a}} @book{c, title={C}, crossref={a}}`, "a: A |  |  | ; b: B |  |  | ; c: C |  |  | "},
		{"itself", `@book{a, title={A}, crossref={a}}`, "a: A |  |  | "},
		{"a parent without a parent", `@book{c, title={C}, crossref={b}} @book{b, title={B}, year=2001, crossref={none}}`, "b: B |  | 2001 | ; c: C |  | 2001 | "},
	} {
		got := strings.ReplaceAll(strings.Join(read(t, test.in), "; "), " []", "")
		if got != test.want {
			t.Errorf("%s:\n got %q\nwant %q", test.name, got, test.want)
		}
	}
}
