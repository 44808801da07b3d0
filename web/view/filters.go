package view

import (
	"net/url"
	"slices"
	"strings"

	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/index"
)

// Filters is the panel beside the results. Its controls belong to the search form; parameters
// without a control become hidden fields.
type Filters struct {
	// Active is the number of active filters.
	Active        int
	HiddenFields  []Field
	Years, Months *Histogram
	// Dates are the periods of the histogram as checkboxes.
	Dates       []option
	UnknownDate *option
	From, To    string
	// Chosen is the date filter in words, with a link to the search without it; nil if there is
	// none.
	Chosen *Link
	// Grid is the address of the table by date and number of authors; empty if either has only one
	// value.
	Grid   string
	Facets []Facet
	Match  []Choice
	// Show is the text of the button that leads back from the filters to the results.
	Show string
}

// Field is the name and value of a form field.
type Field struct{ Name, Value string }

// Choice is an option of a select element.
type Choice struct {
	Value, Label string
	Selected     bool
}

// Facet is a list of checkboxes. It is folded unless one is ticked. Rest are the options after the first few, in a fold of
// their own. If the list is incomplete, More is the address of a longer list and Finder narrows it.
type Facet struct {
	ID, Title     string
	Options, Rest []option
	// Chosen is how many of the options are ticked.
	Chosen int
	// RestOpen says that the fold of Rest starts open.
	RestOpen bool
	More     string
	Finder   *Finder
}

// option is a checkbox.
type option struct {
	ID, Name, Value, Label, Count string
	// Code is the value if Label is what people call it.
	Code string
	// Share is the length of the bar below it, as a percentage of the longest; empty for no bar.
	Share   string
	Checked bool
}

const (
	// longerList is how many values "Show more" shows.
	longerList = 50
	// shortList is how many values a facet shows before the rest is folded, so that a keyboard
	// reaches the results in few steps.
	shortList = 5
)

func NewFilters(p Listing, a search.Answer) Filters {
	f := Filters{
		Active: len(NewChips(p, a)),
		Years:  NewHistogram(a.Facets[index.FacetDate], p, false),
		Months: NewHistogram(a.Facets[index.FacetDateMonths], p, false),
		From:   p.Filter.From.String(),
		To:     p.Filter.To.String(),
		Show:   "Show " + figures.Count(a.Total, "paper"),
	}
	f.Chosen = chosenDates(p)
	f.setDates(p, a.Facets)
	for i := range index.FacetTable {
		info := &index.FacetTable[i]
		buckets := a.Facets[info.Facet]
		if info.Facet == index.FacetDate { // shown as the histogram
			continue
		}
		if len(buckets) < 2 && len(selectedBuckets(buckets)) == 0 {
			continue
		}
		f.Facets = append(f.Facets, newFacet(info, buckets, p))
	}
	if len(a.Facets[index.FacetDate]) > 1 && len(a.Facets[index.FacetAuthorCount]) > 1 {
		f.Grid = gridURL(p.Whole())
	}
	if strings.TrimSpace(p.Q) != "" {
		f.Match = []Choice{
			{"", "Automatic", p.Match == index.MatchAuto},
			{string(index.MatchAll), "All words", p.Match == index.MatchAll},
			{string(index.MatchMost), "Most words", p.Match == index.MatchMost},
			{string(index.MatchAny), "Any word", p.Match == index.MatchAny},
		}
	}
	f.HiddenFields = carriedFields(p, f)
	return f
}

// newFacet returns the list of a facet's values.
func newFacet(info *index.FacetInfo, buckets []index.Bucket, p Listing) Facet {
	list := Facet{ID: string(info.Facet), Title: info.Label, Options: NewOptions(info.Facet, buckets), Chosen: len(selectedBuckets(buckets))}
	if info.Facet == index.FacetAuthorCount {
		setShares(list.Options, buckets)
		return list
	}
	switch isLong := len(buckets) >= p.FacetLimit; {
	case isLong && info.Finder != "":
		f := NewFinder(info.Facet, p.Whole())
		list.Finder, list.More = &f, facetURL(info.Facet, p.Whole())
	case isLong && p.FacetLimit < longerList:
		list.More = p.Changed(func(p *search.Params) { p.FacetLimit = longerList }) + "#filters"
	}
	if len(list.Options) > shortList+1 {
		list.Options, list.Rest = list.Options[:shortList], list.Options[shortList:]
		list.RestOpen = p.FacetLimit >= longerList || slices.ContainsFunc(list.Rest, func(o option) bool { return o.Checked })
	}
	return list
}

// chosenDates returns the date filter of p in words: "2013 to 2018", "2021, Mar 2024".
func chosenDates(p Listing) *Link {
	var words []string
	for _, v := range p.Filter.Values[index.FacetDate] {
		words = append(words, BucketLabel(index.FacetDate, v, ""))
	}
	if dates := dateRange(p.Filter.From, p.Filter.To); dates != "" {
		words = append(words, dates)
	}
	if len(words) == 0 {
		return nil
	}
	return &Link{strings.Join(words, ", "), p.Changed(clearDates)}
}

// dateRange returns a range in words, "" if it is open at both ends.
func dateRange(from, to data.Date) string {
	switch {
	case from == to && !from.IsZero():
		return FormatDate(from)
	case !from.IsZero() && !to.IsZero():
		return FormatDate(from) + " to " + FormatDate(to)
	case !from.IsZero():
		return "Since " + FormatDate(from)
	case !to.IsZero():
		return "Until " + FormatDate(to)
	}
	return ""
}

// setDates lists the years and the selected months as checkboxes, the latest first. Of those outside
// of the date range it keeps only what is ticked: with the range, they find nothing.
func (f *Filters) setDates(p Listing, facets map[index.Facet][]index.Bucket) {
	dates := slices.Concat(facets[index.FacetDate], selectedBuckets(facets[index.FacetDateMonths]))
	options := NewOptions(index.FacetDate, dates)
	for i, b := range dates {
		switch {
		case b.Value == index.Unknown && (len(dates) > 1 || b.Selected):
			f.UnknownDate = &options[i]
		case b.Value != index.Unknown && (b.Selected || b.Count > 0 && Period{From: b.From, To: b.To}.overlaps(p.Filter.From, p.Filter.To)):
			f.Dates = append(f.Dates, options[i])
		}
	}
	slices.Reverse(f.Dates)
	if len(f.Dates) < 2 && !slices.ContainsFunc(f.Dates, func(o option) bool { return o.Checked }) {
		f.Dates = nil
	}
}

func selectedBuckets(buckets []index.Bucket) []index.Bucket {
	return slices.DeleteFunc(slices.Clone(buckets), func(b index.Bucket) bool { return !b.Selected })
}

func NewOptions(f index.Facet, buckets []index.Bucket) []option {
	options := make([]option, len(buckets))
	for i, b := range buckets {
		options[i] = option{
			ID:      string(f) + "-" + url.PathEscape(b.Value), // an id has no spaces
			Name:    string(f),
			Value:   b.Value,
			Label:   BucketLabel(f, b.Value, b.Key),
			Code:    codeOf(f, b.Value),
			Count:   figures.Thousands(b.Count),
			Checked: b.Selected,
		}
	}
	return options
}

// setShares turns options into a bar chart.
func setShares(options []option, buckets []index.Bucket) {
	highest := 1
	for _, b := range buckets {
		highest = max(highest, b.Count)
	}
	for i, b := range buckets {
		options[i].Share = SVGNumber(100 * float64(b.Count) / float64(highest))
	}
}

// carriedFields returns the parameters of p that no control shows, as hidden fields.
func carriedFields(p Listing, f Filters) []Field {
	shown := map[Field]bool{}
	boxes := slices.Clone(f.Dates)
	if f.UnknownDate != nil {
		boxes = append(boxes, *f.UnknownDate)
	}
	for _, list := range f.Facets {
		boxes = append(append(boxes, list.Options...), list.Rest...)
	}
	for _, o := range boxes {
		shown[Field{o.Name, o.Value}] = true
	}
	return HiddenFields(p.Values(p.Params), func(one Field) bool {
		switch one.Name {
		case "q", "from", "to", "sort", "offset", "cursor", "typing": // the form itself sends typing
			return false
		case "match":
			return f.Match == nil && !shown[one]
		}
		return !shown[one]
	})
}

// BucketLabel returns the text for a facet's value; key is its name in the index.
func BucketLabel(f index.Facet, value, key string) string {
	switch {
	case value == index.Unknown:
		return "Unknown"
	case f == index.FacetDate:
		if d, err := data.ParseDate(value); err == nil {
			return FormatDate(d)
		}
	case f == index.FacetAuthorCount:
		if low, found := strings.CutSuffix(value, "+"); found {
			return low + " or more"
		}
		return strings.Replace(value, "-", "–", 1)
	}
	if name := nameOf(f, value); name != "" {
		return name
	}
	if key != "" {
		return key
	}
	return value
}

// codeOf returns a facet's value if it is a code that has a name, "" if not.
func codeOf(f index.Facet, value string) string {
	if nameOf(f, value) == "" {
		return ""
	}
	return value
}

// nameOf returns what people call a facet's value that is a code, "" if it is none.
func nameOf(f index.Facet, value string) string {
	if info := f.Info(); info != nil && info.Name != nil {
		return info.Name(value)
	}
	return ""
}
