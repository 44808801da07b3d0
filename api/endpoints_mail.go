package api

import (
	"context"

	"paperboy/api/access"
	"paperboy/api/alerts"
	"paperboy/api/fault"
	"paperboy/api/guard"
	"paperboy/api/params"
	"paperboy/data/audit"
	"paperboy/data/store"
)

// Mail subscriptions. The key in a link is all that a reader needs, so these routes work without
// an API key even on a server where reading needs one. All answer not_found while mail is off.
var (
	Subscribe = ofMail(row{method: post, path: "/subscriptions", need: access.Read, class: guard.Costly, action: audit.MailSubscribe, status: 202, maxBody: maxMailBody,
		doc: doc{tag: "Mail", id: "subscribe", summary: "Ask for an email subscription", answer: "An email asks the owner of the address to confirm. The answer is the same whether the address is known or not.",
			description: "what.kind is trending, days (papers of the daily lists), search (with search, the parameters of /search in URL encoding), or list (with list, a key of a reading list). An address gets at most one email a day, with all its subscriptions together; hour and zone apply to all of them. It can have 20 confirmed subscriptions, and gets at most three emails an hour, and six a day, that ask to confirm. A client may ask for 20 subscriptions at once and 20 an hour."},
	}, params.Table[alerts.Request]{}, (*alerts.Service).Subscribe)

	OpenSubscription = ofMailKey(row{method: get, path: "/subscriptions/{key}", need: access.Nothing, class: guard.Cheap,
		doc: doc{tag: "Mail", id: "openSubscription", summary: "The subscriptions that a key in an email opens",
			description: "The key of an address opens all its subscriptions, the key of a subscription only this one."},
	}, alone((*alerts.Service).Open))

	ConfirmSubscription = ofMailKey(row{method: post, path: "/subscriptions/{key}/confirm", need: access.Nothing, action: audit.MailConfirm,
		doc: doc{tag: "Mail", id: "confirmSubscription", summary: "Confirm a subscription",
			description: "Within seven days, with the key in the confirmation email. The first email has the papers that are added from now on."},
	}, alone((*alerts.Service).Confirm))

	ChangeSubscription = ofMailKey(row{method: patch, path: "/subscriptions/{key}", need: access.Nothing, action: audit.MailChange, maxBody: maxMailBody,
		doc: doc{tag: "Mail", id: "changeSubscription", summary: "Change, pause or resume a subscription",
			description: "Fields that are left out stay as they are. hour and zone apply to the address; every and weekday need the key of a subscription. paused applies to what the key opens. What was added during a pause is in the next mail."},
	}, (*alerts.Service).Change)

	Unsubscribe = ofMailKey(row{method: del, path: "/subscriptions/{key}", need: access.Nothing, action: audit.MailUnsubscribe,
		doc: doc{tag: "Mail", id: "unsubscribe", summary: "Delete what a key opens",
			description: "The answer is what was deleted. POST /u/{key} at the root of the server does the same in one click (RFC 8058)."},
	}, alone((*alerts.Service).Unsubscribe))

	Subscribers = ofMail(row{method: get, path: "/subscriptions", need: access.Admin, action: audit.MailReadAll,
		doc: doc{tag: "Mail", id: "subscribers", summary: "All subscribers and their subscriptions", description: "By id, without the keys of links."},
	}, alerts.AllTable, (*alerts.Service).All)

	EraseSubscriber = ofMail(row{method: del, path: "/subscriptions", need: access.Admin, action: audit.MailErase,
		doc: doc{tag: "Mail", id: "eraseSubscriber", summary: "Erase everything about an address"},
	}, eraseTable, eraseSubscriber)

	ReportBounce = ofMail(row{method: post, path: "/subscriptions/bounce", need: access.Admin, action: audit.MailBounce, maxBody: maxMailBody,
		doc: doc{tag: "Mail", id: "reportBounce", summary: "Report an email that was not delivered",
			description: "key is the KEY of the envelope sender bounce+KEY@domain. A hard bounce (status 5.1.x; without a status the codes 550, 551 and 553) pauses the subscriber at once, others do so the third time within 14 days. 'paperboy mail bounce' reads such reports from emails."},
	}, params.Table[alerts.Bounce]{}, (*alerts.Service).Report)
)

// ofMail makes an endpoint of a use case of mail subscriptions.
func ofMail[P, A any](r row, q query[P], use func(*alerts.Service, context.Context, P) (A, error)) *Endpoint[P, A] {
	return &Endpoint[P, A]{input: newInput(r, q), use: withMail(use)}
}

// withMail refuses to call a use case while mail is off.
func withMail[P, A any](use func(*alerts.Service, context.Context, P) (A, error)) func(*Service, context.Context, P) (A, error) {
	return func(s *Service, ctx context.Context, p P) (A, error) {
		if s.Alerts == nil {
			var none A
			return none, fault.New(fault.NotFound, "", "this server sends no email")
		}
		return use(s.Alerts, ctx, p)
	}
}

// MailKeyed has the parameters of an endpoint of a subscription: the key in its path, and those in
// its body.
type MailKeyed[T any] struct {
	Key    store.LinkKey
	Params T
}

// ofMailKey makes an endpoint of a use case for what a key in an email opens.
func ofMailKey[T, A any](r row, use func(*alerts.Service, context.Context, store.LinkKey, T) (A, error)) *Endpoint[MailKeyed[T], A] {
	key := inPath[MailKeyed[T]]{
		name: "key",
		set:  func(p *MailKeyed[T], s string) error { p.Key = store.LinkKey(s); return nil },
		get:  func(p *MailKeyed[T]) string { return string(p.Key) },
	}
	body := func(p *MailKeyed[T]) any { return &p.Params }
	return &Endpoint[MailKeyed[T], A]{input: newInputIn(r, params.Table[MailKeyed[T]]{}, body, key), use: withMail(func(s *alerts.Service, ctx context.Context, p MailKeyed[T]) (A, error) {
		return use(s, ctx, p.Key, p.Params)
	})}
}

// ErasedAddress are the parameters of DELETE /subscriptions.
type ErasedAddress struct{ Address string }

var eraseTable = params.Table[ErasedAddress]{Rows: []params.Param[ErasedAddress]{
	params.Text("address", "The email address.", store.MaxAddressBytes, func(p *ErasedAddress) *string { return &p.Address }),
}}

func eraseSubscriber(s *alerts.Service, ctx context.Context, p ErasedAddress) (alerts.Erased, error) {
	return s.Erase(ctx, p.Address)
}
