package metrics

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"

	"paperboy/api/alerts"
	"paperboy/api/library"
	"paperboy/data/store"
)

// mailMetrics are the metrics of mail subscriptions. There are none while mail is off.
func mailMetrics(l *library.Service, mail *alerts.Service) []prometheus.Collector {
	if mail == nil {
		return nil
	}
	var all []prometheus.Collector
	for _, c := range []struct {
		name, help string
		value      func(alerts.Counts) int64
	}{
		{"paperboy_mails_sent_total", "Emails that the mail server accepted.", func(n alerts.Counts) int64 { return n.Sent }},
		{"paperboy_mails_failed_total", "How often no mail could be sent, whoever the recipient was.", func(n alerts.Counts) int64 { return n.Failed }},
		{"paperboy_mails_deferred_total", "How often an email was refused temporarily.", func(n alerts.Counts) int64 { return n.Deferred }},
		{"paperboy_mails_bounced_total", "Emails that were refused for good.", func(n alerts.Counts) int64 { return n.Bounced }},
	} {
		all = append(all, prometheus.NewCounterFunc(prometheus.CounterOpts{Name: c.name, Help: c.help}, func() float64 { return float64(c.value(mail.Counts())) }))
	}
	for _, g := range []struct {
		name, help string
		value      func(store.SubscriptionCounts) int
	}{
		{"paperboy_mail_subscribers", "Addresses with a confirmed subscription.", func(n store.SubscriptionCounts) int { return n.Subscribers }},
		{"paperboy_mail_subscribers_paused", "Those of them that are paused.", func(n store.SubscriptionCounts) int { return n.Paused }},
		{"paperboy_mail_queued", "Emails that have to be sent.", func(n store.SubscriptionCounts) int { return n.Queued }},
	} {
		all = append(all, prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: g.name, Help: g.help + " -1 if unknown."}, func() float64 {
			counts, err := l.Store.CountSubscriptions(context.Background())
			if err != nil {
				return -1
			}
			return float64(g.value(counts))
		}))
	}
	return all
}
