package alerts

import (
	"net/url"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/data/store"
)

// Sample returns a digest of papers that looks like that of a subscription to a search for q, for
// trying out mail. It has no links to unsubscribe, since nobody has subscribed. more is how many
// further papers the search has.
func Sample(o Options, to, q string, papers []data.Paper, more int, now time.Time) (Digest, error) {
	s, err := New(o)
	if err != nil {
		return Digest{}, err
	}
	if s.domain == "" {
		if s.domain, err = FromDomain(o.From); err != nil {
			return Digest{}, err
		}
	}
	n := store.Subscription{Kind: store.SubscribedSearch, Title: q}
	if q != "" {
		n.Search = url.Values{"q": {q}}.Encode()
	}
	if n.Title == "" {
		n.Title = AllPapers
	}
	section := Section{Kind: n.Kind, Title: n.Title, More: more, URL: s.subjectURL(&n)}
	for _, p := range papers {
		section.Papers = append(section.Papers, Item{Paper: p, URL: s.paperURL(p.ID), SourceURL: p.ID.URL(), Reason: "New for this search"})
	}
	from := o.From[strings.LastIndexByte(o.From, '<')+1:]
	return Digest{
		Envelope: Envelope{From: o.From, To: to, EnvelopeFrom: strings.TrimSuffix(from, ">"), MessageID: s.messageID("sample", to, q, now), Date: now},
		Sections: []Section{section}, BaseURL: s.BaseURL,
	}, nil
}
