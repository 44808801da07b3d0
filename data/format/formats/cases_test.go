package formats_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/sharedtest"
)

// openCases lists the ids of the cases that are not read right yet. A case that is gets deleted
// from the list: TestCases fails for a listed case that passes.
var openCases = strings.Fields(`
`)

// inputCase is a row of cases.tsv: a small input and the papers that are in it. A field that the
// papers of a case don't state is not compared.
type inputCase struct {
	id, what, input string
	want            []struct {
		Title, Date, Venue, Abstract, DOI *string
		Authors                           *[]string
	}
}

// TestCases reads the inputs of cases.tsv, whose format is recognized by content.
func TestCases(t *testing.T) {
	cases := readCases(t)
	for _, id := range openCases {
		if !slices.ContainsFunc(cases, func(c inputCase) bool { return c.id == id }) {
			t.Errorf("there is no case %s", id)
		}
	}
	for _, c := range cases {
		wrong := c.check(t)
		switch isOpen := slices.Contains(openCases, c.id); {
		case isOpen && len(wrong) == 0:
			t.Errorf("%s (%s) is read right: delete it from openCases", c.id, c.what)
		case !isOpen && len(wrong) > 0:
			t.Errorf("%s (%s): %s\n%s", c.id, c.what, strings.Join(wrong, "; "), c.input)
		}
	}
}

func readCases(t *testing.T) []inputCase {
	t.Helper()
	f, err := os.Open(sharedtest.Path(t, "cases/imports/cases.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var cases []inputCase
	lines := bufio.NewScanner(f)
	lines.Scan() // the names of the columns
	for lines.Scan() {
		cells := strings.Split(lines.Text(), "\t")
		if len(cells) < 6 {
			t.Fatalf("%q has %d cells", lines.Text(), len(cells))
		}
		c := inputCase{id: cells[0], what: cells[3]}
		if err := json.Unmarshal([]byte(cells[4]), &c.input); err != nil {
			t.Fatalf("%s: %v", c.id, err)
		}
		if err := json.Unmarshal([]byte(cells[5]), &c.want); err != nil {
			t.Fatalf("%s: %v", c.id, err)
		}
		cases = append(cases, c)
	}
	if err := lines.Err(); err != nil || len(cases) == 0 {
		t.Fatalf("%d cases, error %v", len(cases), err)
	}
	return cases
}

// check reads the input, and returns what is wrong.
func (c inputCase) check(t *testing.T) (wrong []string) {
	t.Helper()
	var papers []data.Paper
	for r, err := range format.Read(t.Context(), "case", time.Time{}, strings.NewReader(c.input), format.Options{Formats: formats.All()}) {
		if err == nil {
			err = data.Validate(&r)
		}
		if err != nil {
			wrong = append(wrong, err.Error())
			continue
		}
		papers = append(papers, r.Paper)
	}
	if len(papers) != len(c.want) {
		return append(wrong, fmt.Sprintf("%d papers, want %d", len(papers), len(c.want)))
	}
	for i, want := range c.want {
		p := papers[i]
		for _, field := range []struct {
			name, got string
			want      *string
		}{
			{"title", p.Title, want.Title}, {"date", p.Date.String(), want.Date}, {"venue", p.Venue, want.Venue},
			{"abstract", p.Abstract, want.Abstract}, {"doi", p.DOI, want.DOI},
		} {
			if field.want != nil && field.got != *field.want {
				wrong = append(wrong, fmt.Sprintf("%s %q, want %q", field.name, field.got, *field.want))
			}
		}
		if want.Authors != nil && !slices.EqualFunc(p.Authors, *want.Authors, isName) {
			wrong = append(wrong, fmt.Sprintf("authors %q, want %q", p.Authors, *want.Authors))
		}
	}
	return wrong
}

// isName reports whether an author has the wanted name, which some cases have with the family name
// first.
func isName(got, want string) bool {
	return got == want || strings.Contains(want, ",") && data.AuthorKey(got) == data.AuthorKey(want)
}
