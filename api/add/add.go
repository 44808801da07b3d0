// Package add adds papers by whatever a person has: an id, an address, a title, references in a
// known format, or a PDF.
//
//	what was given --> Recognize --> known here?  --> lookup: one request --> the ingester
//	                                 yes: no fetch    (data/fetch.Sources)
//
// The server fetches only what a request names, with the fetch.Client: no private addresses, the
// robots.txt of pages, one request at a time to a server. A record is added only if it is the one
// that was asked for; papers that match a title are offered, and never added by themselves.
//
// recognize.go says what was given, lookup.go asks for papers, titles.go searches titles, and pdf.go
// completes the papers of PDFs.
package add

import (
	"context"
	"fmt"
	"strings"
	"time"

	"paperboy/api/fair"
	"paperboy/api/fault"
	"paperboy/api/library"
	"paperboy/data"
	"paperboy/data/fetch"
)

// Limits of one request.
const (
	// MaxItems is the maximum number of ids, addresses and titles together.
	MaxItems = 100
	// MaxTitles is the maximum number of titles, each of which takes two requests.
	MaxTitles = 5
	// MaxText is the maximum length of the text, in bytes.
	MaxText = 1 << 20
	// MaxTime is how long papers are fetched. What is left then is refused.
	MaxTime = 2 * time.Minute

	// maxAtOnce is how many requests are worked on at once, and patience how long others wait.
	maxAtOnce = 4
	patience  = 30 * time.Second
	// maxShown is how many characters an answer repeats of what was given.
	maxShown = 200
)

// Params are the parameters of POST /add, in its body.
type Params struct {
	IDs    []string `json:"ids,omitempty" doc:"Ids of papers, in any usual spelling."`
	URLs   []string `json:"urls,omitempty" doc:"Addresses of pages, PDFs and files."`
	Titles []string `json:"titles,omitempty" doc:"Titles to search. Matches are offered, not added."`
	Text   string   `json:"text,omitempty" doc:"References in a known format, or ids, addresses and titles, one per line."`

	Undelete bool `json:"undelete,omitempty" doc:"Restores deleted papers that are added again."`
}

// An Outcome says what became of one thing that was given.
type Outcome string

// The outcomes.
const (
	Added     Outcome = "added"
	Updated   Outcome = "updated"
	Unchanged Outcome = "unchanged" // fetched, and known already
	Present   Outcome = "present"   // known already, so nothing was fetched
	Choose    Outcome = "choose"    // a title, for which Matches are offered
	Refused   Outcome = "refused"
)

// Paper is a paper as an answer names it.
type Paper struct {
	ID    data.ID `json:"id"`
	Title string  `json:"title"`
}

// Match is a paper that may be the one with a title. To add it, add its id.
type Match struct {
	Paper
	Authors []string  `json:"authors"`
	Date    data.Date `json:"date,omitzero"`
	Venue   string    `json:"venue,omitempty"`
	// From is the name of the service that has it.
	From string `json:"from"`
	// Present is true if the library has it.
	Present bool `json:"present"`
}

// Item is the result for one thing that was given.
type Item struct {
	// Given is what was given, shortened.
	Given   string  `json:"given"`
	Kind    Kind    `json:"kind"`
	Outcome Outcome `json:"outcome"`
	// Papers are the papers that were added or found, at most library.MaxIngestNamed.
	Papers  []Paper `json:"papers"`
	Matches []Match `json:"matches,omitempty"`
	// Code, Reason and Next say why nothing was added, and what to do instead. Code is stable,
	// the others are sentences.
	Code   string `json:"code,omitempty"`
	Reason string `json:"reason,omitempty"`
	Next   string `json:"next,omitempty"`
	// Rejected are the records that were rejected.
	Rejected []data.Rejection `json:"rejected,omitempty"`
}

// Answer is the answer to POST /add. All papers that it names are durable.
type Answer struct {
	Items []Item `json:"items"`
	// Added and Updated count papers.
	Added    int           `json:"added"`
	Updated  int           `json:"updated"`
	Sequence data.Sequence `json:"sequence"`
	// Visible is true if searches see the papers.
	Visible bool `json:"visible"`
}

// Options are what a Service uses.
type Options struct {
	Library *library.Service
	// Client fetches. If it is nil, the server may not fetch, and says so.
	Client  *fetch.Client
	Sources fetch.Sources
	Now     func() time.Time
}

// Service has the use case. All methods may be called concurrently. Make one with New.
type Service struct {
	Options
	slots chan struct{}
}

// New makes a Service.
func New(o Options) *Service {
	return &Service{Options: o, slots: make(chan struct{}, maxAtOnce)}
}

// Fetches reports whether the server may fetch.
func (s *Service) Fetches() bool { return s.Client != nil }

// Add adds what was given, and returns once searches see it. A thing that cannot be added does not
// stop the others.
func (s *Service) Add(ctx context.Context, p Params) (Answer, error) {
	answer := Answer{Items: []Item{}}
	if s.Library.Library == nil {
		return answer, fault.New(fault.Forbidden, "", "this server takes no changes")
	}
	given, err := p.given()
	if err != nil {
		return answer, err
	}
	if err := fair.Reserve(ctx, s.slots, patience, "requests to add papers"); err != nil {
		return answer, err
	}
	defer func() { <-s.slots }()
	r := &run{Service: s, params: p, answer: &answer}
	if err := r.all(ctx, given); err != nil {
		return answer, fmt.Errorf("add: %w", err)
	}
	answer.Visible = s.Library.WaitVisible(ctx, answer.Sequence)
	return answer, nil
}

// given returns what the parameters name.
func (p Params) given() ([]Given, error) {
	if len(p.Text) > MaxText {
		return nil, fault.New(fault.TooLong, "text", "the text has more than %d MiB: save it as a file, and use /api/v1/ingest or 'paperboy ingest'", MaxText>>20)
	}
	var all []Given
	for _, id := range p.IDs {
		all = append(all, givenID(id))
	}
	for _, address := range p.URLs {
		all = append(all, givenAddress(address))
	}
	for _, title := range p.Titles {
		all = append(all, Given{Kind: KindTitle, Text: title})
	}
	all = append(all, Recognize(p.Text)...)
	titles := 0
	for _, g := range all {
		if g.Kind == KindTitle {
			titles++
		}
	}
	switch {
	case len(all) == 0:
		return nil, fault.New(fault.MissingParameter, "", "say what to add: an id, an address, a title, or references")
	case len(all) > MaxItems:
		return nil, fault.New(fault.TooManyValues, "", "%d things to add, at most %d in one request", len(all), MaxItems)
	case titles > MaxTitles:
		return nil, fault.New(fault.TooManyValues, "titles", "%d titles, at most %d in one request: give ids or addresses where you have them", titles, MaxTitles)
	}
	return all, nil
}

// givenID returns an id that was given as such. It may be one of no service.
func givenID(s string) Given {
	if g := RecognizeLine(s); g.Kind == KindID {
		return g
	}
	id, _ := data.ParseID(s) // an invalid id is refused later
	return Given{Kind: KindID, Text: s, ID: id}
}

// givenAddress returns an address that was given as such.
func givenAddress(s string) Given {
	g := RecognizeLine(s)
	if g.Kind == KindTitle {
		return Given{Kind: KindAddress, Text: s, Address: strings.TrimSpace(s)}
	}
	return g
}
