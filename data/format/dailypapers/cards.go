package dailypapers

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"paperboy/data"
	"paperboy/data/format"
)

var (
	authorsOnCard = regexp.MustCompile(`(\d+)\s+authors?\b`)
	dayOfPage     = regexp.MustCompile(`/papers(?:/date/|\?date=)(\d{4}-\d{2}-\d{2})`)
)

// readCards yields the papers of the cards on a page. A card has a title with a link and a number
// of votes. It may have a number of comments, an abstract, and a number of authors, but not their
// names. readCards reports whether to go on.
func readCards(doc *goquery.Document, in format.Input, yield func(data.Record, error) bool) bool {
	day := cardDay(doc, in)
	for i, card := range doc.Find("article").EachIter() {
		link := card.Find(`h3 a[href*="/papers/"]`).First()
		if link.Length() == 0 {
			continue
		}
		if !yield(readCard(card, link, fmt.Sprintf("card %d", i+1), day, in)) {
			return false
		}
	}
	return true
}

func readCard(card, link *goquery.Selection, name string, day data.Date, in format.Input) (data.Record, error) {
	_, slug, _ := strings.Cut(link.AttrOr("href", ""), "/papers/")
	slug, _, _ = strings.Cut(slug, "#")
	id, err := data.ParseID(slug)
	if err != nil {
		return data.Record{}, reject(in, name, data.ID(slug), "invalid_id", err.Error())
	}
	zero := 0
	r := data.Record{
		Paper: data.Paper{
			ID: id, Title: link.Text(), Abstract: card.Find("p").First().Text(), Featured: day,
			Comments: &zero, URLs: []string{pageURL + slug},
		},
		Origin: origin(in),
		Entry:  name,
	}
	for _, votes := range card.Find("div.leading-none").EachIter() {
		if r.Paper.Upvotes = number(votes.Text()); r.Paper.Upvotes != nil {
			break
		}
	}
	if comments := number(card.Find(`a[href$="#community"]`).First().Text()); comments != nil {
		r.Paper.Comments = comments
	}
	if m := authorsOnCard.FindStringSubmatch(card.Text()); m != nil {
		r.Paper.AuthorCount = number(m[1])
	}
	if shown, ok := card.Find("time[datetime]").First().Attr("datetime"); ok {
		if r.Paper.Date, err = dayOf("date", "invalid_date", shown); err != nil {
			return r, reject(in, name, id, "invalid_date", err.Error())
		}
	}
	return r, nil
}

// number parses a count, where "-" means 0. It returns nil if s is not a count.
func number(s string) *int {
	s = strings.TrimSpace(s)
	if s == "-" {
		s = "0"
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return nil
	}
	return &n
}

// cardDay returns the day that a page is for, from the address that the page states or else from
// its location. It is the unknown date if neither has a day.
func cardDay(doc *goquery.Document, in format.Input) data.Date {
	for _, address := range []string{
		doc.Find(`link[rel="canonical"]`).AttrOr("href", ""),
		doc.Find(`meta[property="og:url"]`).AttrOr("content", ""),
		in.Location,
	} {
		if m := dayOfPage.FindStringSubmatch(address); m != nil {
			if day, err := data.ParseDate(m[1]); err == nil {
				return day
			}
		}
	}
	return dayOfLocation(in.Location)
}
