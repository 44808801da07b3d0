package apa

import (
	"cmp"
	"strings"

	"paperboy/data"
	"paperboy/data/format"
)

// title returns the title, with what identifies the work in parentheses, and in brackets what it is if
// that is not usual (9.19, 9.21).
func title(p data.Paper) string {
	title := plain(p.Title)
	switch kind := format.TypeOf(p); kind {
	case data.TypePreprint:
		if number := format.ArXivNumber(p); number != "" {
			return title + " (arXiv:" + number + ")"
		}
	case data.TypeReport:
		if p.Number != "" {
			return title + " (Report No. " + plain(p.Number) + ")"
		}
	case data.TypeBook:
		return title + parentheses(edition(p), volume(p))
	case data.TypeDataset:
		return title + " [Data set]"
	case data.TypeSoftware:
		return title + " [Computer software]"
	case data.TypeThesis:
		return title + " [" + strings.Join(known(degree(p), plain(cmp.Or(p.School, p.Publisher))), ", ") + "]"
	}
	return title
}

// degree returns what the manual calls a thesis.
func degree(p data.Paper) string {
	switch format.DegreeOf(p) {
	case format.Masters:
		return "Master’s thesis"
	case format.Doctorate:
		return "Doctoral dissertation"
	}
	return "Thesis"
}

// source returns where the work was published.
func source(p data.Paper) string {
	container, publisher := plain(format.Container(p)), plain(p.Publisher)
	switch format.TypeOf(p) {
	case data.TypePreprint:
		if format.ArXivNumber(p) != "" {
			return "arXiv"
		}
		return cmp.Or(container, publisher)
	case data.TypeArticle:
		return article(p, container)
	case data.TypeConferencePaper, data.TypeChapter:
		return part(p, container, publisher)
	case data.TypeThesis:
		return "" // the school is in the title
	case data.TypeReport:
		return cmp.Or(plain(p.School), publisher, container)
	case "":
		return container
	}
	return cmp.Or(publisher, container)
}

// article returns "Journal, 7(2), 12–34".
func article(p data.Paper, journal string) string {
	issue := plain(p.Volume)
	if p.Number != "" {
		issue += "(" + plain(p.Number) + ")"
	}
	return strings.Join(known(journal, issue, pages(p)), ", ")
}

// part returns "In E. Itor (Ed.), Title (2nd ed., Vol. 7, pp. 12–34). Publisher".
func part(p data.Paper, container, publisher string) string {
	if container == "" {
		return publisher
	}
	in := "In "
	if editors := editorsOf(p); editors != "" {
		in += editors + ", "
	}
	in += container
	details := parentheses(edition(p), volume(p), pageLabel(p))
	if publisher == "" {
		return in + details
	}
	return endSentence(in+details) + " " + publisher
}

func volume(p data.Paper) string {
	if p.Volume == "" {
		return ""
	}
	return "Vol. " + plain(p.Volume)
}

// edition returns "2nd ed.", or "Revised ed." of an edition in words.
func edition(p data.Paper) string {
	said := plain(p.Edition)
	switch {
	case said == "" || said == "1":
		return ""
	case strings.Trim(said, "0123456789") != "":
		if lower := strings.ToLower(said); strings.HasSuffix(lower, " ed.") || strings.HasSuffix(lower, " ed") || strings.HasSuffix(lower, "edition") {
			return said
		}
		return said + " ed."
	}
	ending := "th"
	if n := len(said); n < 2 || said[n-2] != '1' {
		ending = cmp.Or(map[byte]string{'1': "st", '2': "nd", '3': "rd"}[said[n-1]], ending)
	}
	return said + ending + " ed."
}

// pages returns a range of pages with an en dash.
func pages(p data.Paper) string { return strings.ReplaceAll(plain(p.Pages), "-", "–") }

func pageLabel(p data.Paper) string {
	switch all := pages(p); {
	case all == "":
		return ""
	case strings.ContainsAny(all, "–,"):
		return "pp. " + all
	default:
		return "p. " + all
	}
}

// parentheses returns the values that are known in parentheses, after a space, or "".
func parentheses(values ...string) string {
	if values = known(values...); len(values) == 0 {
		return ""
	}
	return " (" + strings.Join(values, ", ") + ")"
}

// known returns the values that are not empty.
func known(values ...string) []string {
	var all []string
	for _, v := range values {
		if v != "" {
			all = append(all, v)
		}
	}
	return all
}
