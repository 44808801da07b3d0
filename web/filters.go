package web

import (
	"slices"
	"strings"

	"paperboy/api/search"

	"paperboy/data"
	"paperboy/index"
)

// filters is the panel beside the results. Its controls belong to the search
// form; what p asks for and no control shows is carried by hidden ones.
type filters struct {
	// Active is the number of filters in force, 0 for none.
	Active        int
	Carried       []field
	Years, Months *histogram
	// Dates is the histogram as boxes to tick.
	Dates       []option
	UnknownDate *option
	From, To    string
	// Grid leads to dates and numbers of authors together; "" where there is one of a
	// kind.
	Grid   string
	Facets []facet
	Match  []choice
}

// field is a name and a value.
type field struct{ Name, Value string }

// choice is one of a select's options.
type choice struct {
	Value, Label string
	Selected     bool
}

// facet is a list of boxes. Where it is not complete, More leads to a longer one, and
// Finder narrows it; they are "" and nil otherwise.
type facet struct {
	Title   string
	Options []option
	More    string
	Finder  *finder
}

// option is a box to tick.
type option struct {
	ID, Name, Value, Label, Count string
	// Share is how long the bar under it is, in hundredths of the longest; "" for none.
	Share   string
	Checked bool
}

// listedFacets are the facets shown as lists, in the panel's order.
var listedFacets = []struct {
	facet index.Facet
	title string
}{
	{index.FacetAuthorCount, "Number of authors"},
	{index.FacetAuthor, "Author"},
	{index.FacetCategory, "Category"},
	{index.FacetVenue, "Venue"},
	{index.FacetSource, "Source"},
}

// longerList is how many values "Show more" asks for.
const longerList = 50

func newFilters(p search.Params, a search.Answer) filters {
	f := filters{
		Active: len(newChips(p, a)),
		Years:  newHistogram(a.Facets[index.FacetDate], p, false),
		Months: newHistogram(a.Facets[index.FacetDateMonths], p, false),
		From:   p.Filter.From.String(),
		To:     p.Filter.To.String(),
	}
	dates := slices.Concat(a.Facets[index.FacetDate], selected(a.Facets[index.FacetDateMonths]))
	options := newOptions(index.FacetDate, dates)
	for i, b := range dates {
		switch {
		case b.Value == index.Unknown && (len(dates) > 1 || b.Selected):
			f.UnknownDate = &options[i]
		case b.Value != index.Unknown && (b.Count > 0 || b.Selected):
			f.Dates = append(f.Dates, options[i])
		}
	}
	slices.Reverse(f.Dates)
	if len(f.Dates) < 2 && !slices.ContainsFunc(f.Dates, func(o option) bool { return o.Checked }) {
		f.Dates = nil
	}
	for _, l := range listedFacets {
		buckets := a.Facets[l.facet]
		if len(buckets) < 2 && len(selected(buckets)) == 0 {
			continue
		}
		list := facet{Title: l.title, Options: newOptions(l.facet, buckets)}
		if l.facet == index.FacetAuthorCount {
			drawShares(list.Options, buckets)
		}
		_, canFind := foundFacets[l.facet]
		switch isLong := l.facet != index.FacetAuthorCount && len(buckets) >= p.FacetLimit; {
		case isLong && canFind:
			f := newFinder(l.facet, p)
			list.Finder, list.More = &f, facetURL(l.facet, p)
		case isLong && p.FacetLimit < longerList:
			list.More = changed(p, func(p *search.Params) { p.FacetLimit = longerList }) + "#filters"
		}
		f.Facets = append(f.Facets, list)
	}
	if len(a.Facets[index.FacetDate]) > 1 && len(a.Facets[index.FacetAuthorCount]) > 1 {
		f.Grid = gridURL(p)
	}
	if strings.TrimSpace(p.Q) != "" {
		f.Match = []choice{
			{"", "Automatic", p.Match == index.MatchAuto},
			{string(index.MatchAll), "All words", p.Match == index.MatchAll},
			{string(index.MatchMost), "Most words", p.Match == index.MatchMost},
			{string(index.MatchAny), "Any word", p.Match == index.MatchAny},
		}
	}
	f.Carried = carried(p, f)
	return f
}

func selected(buckets []index.Bucket) []index.Bucket {
	return slices.DeleteFunc(slices.Clone(buckets), func(b index.Bucket) bool { return !b.Selected })
}

func newOptions(f index.Facet, buckets []index.Bucket) []option {
	options := make([]option, len(buckets))
	for i, b := range buckets {
		options[i] = option{
			ID:      string(f) + "-" + b.Value,
			Name:    string(f),
			Value:   b.Value,
			Label:   bucketWords(f, b.Value, b.Key),
			Count:   count(b.Count),
			Checked: b.Selected,
		}
	}
	return options
}

// drawShares makes a bar chart of options.
func drawShares(options []option, buckets []index.Bucket) {
	most := 1
	for _, b := range buckets {
		most = max(most, b.Count)
	}
	for i, b := range buckets {
		options[i].Share = units(100 * float64(b.Count) / float64(most))
	}
}

// carried are the parameters of p that no control of the page stands for.
func carried(p search.Params, f filters) []field {
	shown := map[field]bool{}
	boxes := slices.Clone(f.Dates)
	if f.UnknownDate != nil {
		boxes = append(boxes, *f.UnknownDate)
	}
	for _, list := range f.Facets {
		boxes = append(boxes, list.Options...)
	}
	for _, o := range boxes {
		shown[field{o.Name, o.Value}] = true
	}
	return fieldsOf(p.URLValues(), func(one field) bool {
		switch one.Name {
		case "q", "from", "to", "sort", "offset", "cursor", "typing": // the form itself has typing
			return false
		case "match":
			return f.Match == nil && !shown[one]
		}
		return !shown[one]
	})
}

// bucketWords is a facet's value for people; key is what the engine calls it.
func bucketWords(f index.Facet, value, key string) string {
	switch {
	case value == index.Unknown:
		return "Unknown"
	case f == index.FacetDate:
		if d, err := data.ParseDate(value); err == nil {
			return dateWords(d)
		}
	case f == index.FacetAuthorCount:
		if low, found := strings.CutSuffix(value, "+"); found {
			return low + " or more"
		}
		return strings.Replace(value, "-", "–", 1)
	}
	if key != "" {
		return key
	}
	return value
}
