package letter

import (
	"errors"

	"paperboy/api/alerts"
)

// detail says how much a digest shows of each paper. Lengths are in characters.
type detail struct {
	// title and abstract are lengths; an abstract of 0 is left out. authors is a number.
	title, abstract, authors int
	// other is the length of a heading, and of the reason why a paper is there.
	other int
	// url is the length of the longest address that is used for a link to another site, or to
	// further papers, in bytes. The search of a subscription may have 2 KiB; it is also linked
	// from the subscription's page.
	url int
	// papers is the maximum number of papers of a section. The others count as more.
	papers int
}

// details go from what is shown normally to what fits whatever the papers hold, and whatever
// letters they are written in. Two lines of an abstract have about 180 characters.
var details = []detail{
	{title: 250, abstract: 180, authors: 4, other: 120, url: 2000, papers: 50},
	{title: 200, abstract: 100, authors: 2, other: 120, url: 500, papers: 50},
	{title: 150, abstract: 0, authors: 2, other: 80, url: 250, papers: 50},
	{title: 100, abstract: 0, authors: 0, other: 60, url: 100, papers: 50},
	{title: 80, abstract: 0, authors: 0, other: 40, url: 100, papers: 20},
	{title: 60, abstract: 0, authors: 0, other: 40, url: 100, papers: 10},
	{title: 60, abstract: 0, authors: 0, other: 40, url: 0, papers: 5},
	{title: 60, abstract: 0, authors: 0, other: 40, url: 0, papers: 3},
	{title: 40, abstract: 0, authors: 0, other: 30, url: 0, papers: 1},
}

// fit returns the message that shows the most and has at most maxBytes.
func fit(compose func(detail) (alerts.Message, error)) (alerts.Message, error) {
	for _, d := range details {
		m, err := compose(d)
		if err != nil {
			return alerts.Message{}, err
		}
		if len(m.Raw) <= maxBytes {
			return m, nil
		}
	}
	return alerts.Message{}, errors.New("write mail: too large, even with one paper of each subscription")
}
