package alerts

import "paperboy/data/store"

// Names of the store's types, for callers that do not know the store.
type (
	// Key is a secret in the links of an email. It opens all subscriptions of an address or one.
	Key = store.LinkKey
	// Kind says what a subscription is about.
	Kind = store.SubscriptionKind
)

// The kinds of subscriptions.
const (
	Trending = store.SubscribedTrending
	Days     = store.SubscribedDays
	Search   = store.SubscribedSearch
	List     = store.SubscribedList
)

// AllPapers is the title of a search without words and filters.
const AllPapers = "All papers"
