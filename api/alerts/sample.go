package alerts

import (
	"errors"
	"net/url"
	"strings"
	"time"

	"paperboy/api/search"
	"paperboy/data/store"
	"paperboy/index"
)

// SampleParams returns the parameters of a search for the papers of q that were added last, for Sample.
func SampleParams(q string) search.Params {
	p := search.Table.Defaults
	p.Q, p.Sort, p.Facets, p.Spelling = q, index.ByAdded, nil, search.SpellingOff
	return p
}

// Sample returns an email with what a search for q found that looks like that of a subscription, for
// trying out mail. It has no links to unsubscribe, since nobody has subscribed.
func Sample(o Options, to, q string, found search.Answer, now time.Time) (Message, error) {
	digest, err := sample(o, to, q, found, now)
	if err != nil {
		return Message{}, err
	}
	return o.Composer.Compose(digest)
}

func sample(o Options, to, q string, found search.Answer, now time.Time) (Digest, error) {
	if len(found.Hits) == 0 {
		return Digest{}, errors.New("there is no paper to put into an email")
	}
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
	section := Section{Kind: n.Kind, Title: n.Title, More: found.Total - len(found.Hits), URL: s.subjectURL(&n)}
	for _, h := range found.Hits {
		p := h.Paper.Paper
		section.Papers = append(section.Papers, Item{Paper: p, URL: s.paperURL(p.ID), SourceURL: p.ID.URL(), Reason: "New for this search"})
	}
	from := o.From[strings.LastIndexByte(o.From, '<')+1:]
	return Digest{
		Envelope: Envelope{From: o.From, To: to, EnvelopeFrom: strings.TrimSuffix(from, ">"), MessageID: s.messageID("sample", to, q, now), Date: now},
		Sections: []Section{section}, BaseURL: s.BaseURL,
	}, nil
}
