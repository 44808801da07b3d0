package view

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"paperboy/api/profiles"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/data/taxonomy"
	"paperboy/data/text"
)

// Facts is what is known about a paper, in one line of its page.
type Facts struct {
	Date, DateTime string
	Venue          Link
	Categories     []Link
	Counts         []string
	// Organization, Featured and MoreFeatured say who submitted the paper to a daily list, the
	// days of the lists, and how many days there are besides.
	Organization string
	Featured     []Link
	MoreFeatured string
}

func NewFacts(p data.Paper) Facts {
	f := Facts{Date: FormatDate(p.Date), DateTime: p.Date.String(), Venue: Link{Text: p.Venue}}
	for _, c := range p.Categories {
		f.Categories = append(f.Categories, Link{Text: c})
	}
	for _, c := range newCounts(p) {
		f.Counts = append(f.Counts, c.Text())
	}
	return f
}

// WithLinks links the venue and the categories to the papers that share them.
func (f Facts) WithLinks() Facts {
	if f.Venue.Text != "" {
		f.Venue.URL = VenueURL(f.Venue.Text)
	}
	f.Categories = slices.Clone(f.Categories)
	for i, c := range f.Categories {
		f.Categories[i] = Link{categoryName(c.Text), CategoryURL(c.Text)}
	}
	return f
}

// HitFacts is what is known about a paper, in one line of its card.
type HitFacts struct {
	// Day is the date without its year: "8 Mar". It is empty if only the year is known, and Year
	// is if nothing is.
	Day, Year, DateTime string
	Venue               Link
	// Primary is the paper's first category, Others the rest.
	Primary *Category
	Others  []Category
	Counts  []Count
}

// Category is a category of papers. Code is what a source calls it, and Name what people do; without
// a name it is the code.
type Category struct{ Code, Name, URL string }

// Count is a number and what is counted. Kind is its class in the style sheet, if it has one.
type Count struct {
	Kind, Number, Unit string
}

// Text returns the number with its unit: "12 upvotes".
func (c Count) Text() string { return c.Number + " " + c.Unit }

func NewHitFacts(p data.Paper) HitFacts {
	date := FormatDate(p.Date)
	f := HitFacts{DateTime: p.Date.String(), Counts: newCounts(p)}
	if cut := strings.LastIndexByte(date, ' '); cut > 0 {
		f.Day = date[:cut]
		date = date[cut+1:]
	}
	f.Year = date
	if p.Venue != "" {
		f.Venue = Link{p.Venue, VenueURL(p.Venue)}
	}
	for i, code := range p.Categories {
		c := Category{code, categoryName(code), CategoryURL(code)}
		if i == 0 {
			f.Primary = &c
		} else {
			f.Others = append(f.Others, c)
		}
	}
	return f
}

func newCounts(p data.Paper) []Count {
	var counts []Count
	// Most papers have no comments, and many no votes yet: a zero would only be noise.
	add := func(kind, unit string, n *int) {
		if n != nil && *n > 0 {
			number, unit, _ := strings.Cut(figures.Count(*n, unit), " ")
			counts = append(counts, Count{kind, number, unit})
		}
	}
	add("upvotes", "upvote", p.Upvotes)
	add("comments", "comment", p.Comments)
	add("stars", "GitHub star", p.Stars)
	return counts
}

// categoryName returns the name of a category, or its code if it has none.
func categoryName(code string) string { return cmp.Or(taxonomy.Short(code), code) }

// AuthorURL returns the address of an author's papers; empty if the author has no page.
func AuthorURL(name string) string { return profiles.Path(profiles.Author, name) }

// VenueURL returns the address of a venue's papers: of a joint conference, those of the first venue.
func VenueURL(venue string) string {
	venue, _, _ = strings.Cut(venue, ";")
	return profiles.Path(profiles.Venue, venue)
}

// CategoryURL returns the address of a category's papers.
func CategoryURL(code string) string { return profiles.Path(profiles.Category, code) }

// languageName returns the English name of a language, "German" for "de", or the code itself if it is not
// that of a known language.
func languageName(code string) string {
	tag, err := language.Parse(code)
	if err != nil {
		return code
	}
	return cmp.Or(display.English.Languages().Name(tag), code)
}

// Reference returns what a reference to a paper needs besides its authors, title and date.
func Reference(p data.Paper) []Field {
	var fields []Field
	add := func(name, value string) {
		if value != "" {
			fields = append(fields, Field{fieldLabel(name), value})
		}
	}
	add("type", text.UpperFirst(p.Type.Name()))
	if p.Container != p.Venue {
		add("container", p.Container)
	}
	add("volume", p.Volume)
	add("number", p.Number)
	add("pages", strings.ReplaceAll(p.Pages, "-", "–"))
	add("publisher", p.Publisher)
	add("place", p.Place)
	add("editors", strings.Join(p.Editors, ", "))
	add("school", p.School)
	add("series", p.Series)
	add("edition", p.Edition)
	add("isbn", p.ISBN)
	add("issn", p.ISSN)
	add("language", languageName(p.Language))
	add("note", p.Note)
	return fields
}
