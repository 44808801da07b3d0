package alerts

import (
	"net/url"

	"paperboy/data"
	"paperboy/data/store"
)

// The addresses of pages below the base URL, as package web serves them.
const (
	managePath      = "/subscriptions/"
	confirmSuffix   = "/confirm"
	unsubscribePath = "/u/"
)

func (s *Service) manageURL(key store.LinkKey) string { return s.BaseURL + managePath + string(key) }

func (s *Service) confirmURL(key store.LinkKey) string { return s.manageURL(key) + confirmSuffix }

func (s *Service) unsubscribeURL(key store.LinkKey) string {
	return s.BaseURL + unsubscribePath + string(key)
}

func (s *Service) paperURL(id data.ID) string {
	return s.BaseURL + "/papers/" + url.PathEscape(string(id))
}

// subjectURL returns the page that shows what a subscription is about, "" for a list, whose key is
// not stored.
func (s *Service) subjectURL(n *store.Subscription) string {
	switch n.Kind {
	case store.SubscribedTrending:
		return s.BaseURL + "/trending"
	case store.SubscribedDays:
		return s.BaseURL + "/days"
	case store.SubscribedSearch:
		if n.Search == "" {
			return s.BaseURL + "/search"
		}
		return s.BaseURL + "/search?" + n.Search
	}
	return ""
}
