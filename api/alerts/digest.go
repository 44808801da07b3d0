package alerts

import (
	"time"

	"paperboy/data"
	"paperboy/data/store"
)

// An Envelope says from whom to whom an email goes.
type Envelope struct {
	// From is the address of the From header, "papers@example.org" or
	// "Paperboy <papers@example.org>".
	From string
	// To is the recipient's normalized address, without a display name.
	To string
	// EnvelopeFrom is the address to which reports of failed delivery go. It names the
	// subscriber: "bounce+KEY@example.org" (VERP).
	EnvelopeFrom string
	// MessageID lacks the angle brackets. It is the same each time the mail is composed.
	MessageID string
	// Date is when the email was planned, in the recipient's time zone. It is the same each time
	// the mail is composed.
	Date time.Time
}

// A Digest is one mail: the new papers of all due subscriptions of an address.
type Digest struct {
	Envelope
	// Sections has at least one section, and each at least one paper.
	Sections []Section
	// Links are empty in a test email, which has no List-Unsubscribe header either.
	Links Links
	// BaseURL is the address of the server without a final slash, "https://papers.example.org".
	BaseURL string
}

// Links are the addresses that the recipient of a mail needs. They work without signing in.
type Links struct {
	// Manage is the page on which all subscriptions of the address can be changed, paused and
	// deleted.
	Manage string
	// Unsubscribe ends all subscriptions of the address: a page with a button by GET, and one
	// click by POST (RFC 8058).
	Unsubscribe string
}

// A Section has the papers of one subscription.
type Section struct {
	Kind store.SubscriptionKind
	// Title is plain text that people wrote, such as the text of a search or the name of a
	// list. It is empty for trending papers and daily lists.
	Title  string
	Weekly bool
	Papers []Item
	// More is how many further new papers there are. URL is the page that shows them, empty if
	// there is none.
	More int
	URL  string
	// Manage is the page of this subscription alone, Unsubscribe ends only this one.
	Manage, Unsubscribe string
}

// An Item is a paper in a section.
type Item struct {
	Paper data.Paper
	// URL is the paper's page on this server. SourceURL is where it was published, or empty.
	URL, SourceURL string
	// Reason says in plain text why the paper is there: "Featured on 13 November, 45 upvotes".
	Reason string
}

// A Confirmation asks the owner of an address to confirm a subscription.
type Confirmation struct {
	Envelope
	Kind   store.SubscriptionKind
	Title  string // as in Section
	Weekly bool
	// Weekday is the day of a weekly subscription, Hour and Zone the time of the emails.
	Weekday time.Weekday
	Hour    int
	Zone    string
	// URL is the page with the button that confirms. Expires is when it stops working.
	URL     string
	Expires time.Time
	BaseURL string
}

// Count returns the number of papers that the digest shows.
func (d *Digest) Count() (papers int) {
	for _, s := range d.Sections {
		papers += len(s.Papers)
	}
	return papers
}
