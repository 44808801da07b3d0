package web

import (
	"slices"
	"strings"

	"paperboy/api/search"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/index"
)

// filters is the panel beside the results. Its controls belong to the search form; parameters
// without a control become hidden fields.
type filters struct {
	// Active is the number of active filters.
	Active        int
	HiddenFields  []field
	Years, Months *histogram
	// Dates are the periods of the histogram as checkboxes.
	Dates       []option
	UnknownDate *option
	From, To    string
	// Grid is the address of the table by date and number of authors; empty if either has only one
	// value.
	Grid   string
	Facets []facet
	Match  []choice
}

// field is the name and value of a form field.
type field struct{ Name, Value string }

// choice is an option of a select element.
type choice struct {
	Value, Label string
	Selected     bool
}

// facet is a list of checkboxes. If it is incomplete, More is the address of a longer list and
// Finder narrows it.
type facet struct {
	Title   string
	Options []option
	More    string
	Finder  *finder
}

// option is a checkbox.
type option struct {
	ID, Name, Value, Label, Count string
	// Share is the length of the bar below it, as a percentage of the longest; empty for no bar.
	Share   string
	Checked bool
}

// longerList is how many values "Show more" shows.
const longerList = 50

func newFilters(p listing, a search.Answer) filters {
	f := filters{
		Active: len(newChips(p, a)),
		Years:  newHistogram(a.Facets[index.FacetDate], p, false),
		Months: newHistogram(a.Facets[index.FacetDateMonths], p, false),
		From:   p.Filter.From.String(),
		To:     p.Filter.To.String(),
	}
	f.setDates(a.Facets)
	for i := range index.FacetTable {
		info := &index.FacetTable[i]
		buckets := a.Facets[info.Facet]
		if info.Facet == index.FacetDate { // shown as the histogram
			continue
		}
		if len(buckets) < 2 && len(selectedBuckets(buckets)) == 0 {
			continue
		}
		list := facet{Title: info.Label, Options: newOptions(info.Facet, buckets)}
		if info.Facet == index.FacetAuthorCount {
			setShares(list.Options, buckets)
		}
		switch isLong := info.Facet != index.FacetAuthorCount && len(buckets) >= p.FacetLimit; {
		case isLong && info.Finder != "":
			f := newFinder(info.Facet, p.whole())
			list.Finder, list.More = &f, facetURL(info.Facet, p.whole())
		case isLong && p.FacetLimit < longerList:
			list.More = p.changed(func(p *search.Params) { p.FacetLimit = longerList }) + "#filters"
		}
		f.Facets = append(f.Facets, list)
	}
	if len(a.Facets[index.FacetDate]) > 1 && len(a.Facets[index.FacetAuthorCount]) > 1 {
		f.Grid = gridURL(p.whole())
	}
	if strings.TrimSpace(p.Q) != "" {
		f.Match = []choice{
			{"", "Automatic", p.Match == index.MatchAuto},
			{string(index.MatchAll), "All words", p.Match == index.MatchAll},
			{string(index.MatchMost), "Most words", p.Match == index.MatchMost},
			{string(index.MatchAny), "Any word", p.Match == index.MatchAny},
		}
	}
	f.HiddenFields = carriedFields(p, f)
	return f
}

// setDates lists the years and the selected months as checkboxes, the latest first.
func (f *filters) setDates(facets map[index.Facet][]index.Bucket) {
	dates := slices.Concat(facets[index.FacetDate], selectedBuckets(facets[index.FacetDateMonths]))
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
}

func selectedBuckets(buckets []index.Bucket) []index.Bucket {
	return slices.DeleteFunc(slices.Clone(buckets), func(b index.Bucket) bool { return !b.Selected })
}

func newOptions(f index.Facet, buckets []index.Bucket) []option {
	options := make([]option, len(buckets))
	for i, b := range buckets {
		options[i] = option{
			ID:      string(f) + "-" + b.Value,
			Name:    string(f),
			Value:   b.Value,
			Label:   bucketLabel(f, b.Value, b.Key),
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
		options[i].Share = svgNumber(100 * float64(b.Count) / float64(highest))
	}
}

// carriedFields returns the parameters of p that no control shows, as hidden fields.
func carriedFields(p listing, f filters) []field {
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
	return hiddenFields(p.values(p.Params), func(one field) bool {
		switch one.Name {
		case "q", "from", "to", "sort", "offset", "cursor", "typing": // the form itself sends typing
			return false
		case "match":
			return f.Match == nil && !shown[one]
		}
		return !shown[one]
	})
}

// bucketLabel returns the text for a facet's value; key is its name in the index.
func bucketLabel(f index.Facet, value, key string) string {
	switch {
	case value == index.Unknown:
		return "Unknown"
	case f == index.FacetDate:
		if d, err := data.ParseDate(value); err == nil {
			return formatDate(d)
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
