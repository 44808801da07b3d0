package alerts

import (
	"context"
	"strings"
	"time"

	"paperboy/data/audit"
	"paperboy/data/store"
	"paperboy/data/text"
)

// hardBounce reports whether a reply says that an address does not exist, so that no further mail
// should go there. The enhanced status decides if there is one: 550 5.7.1 comes from a filter, not
// from a dead address.
func hardBounce(code int, status string) bool {
	if len(status) > 4 {
		return status[:4] == "5.1."
	}
	return code == 550 || code == 551 || code == 553
}

const (
	// softBounces is the number of soft bounces within softBounceTime after which a subscriber is
	// paused.
	softBounces    = 3
	softBounceTime = 14 * 24 * time.Hour
)

// bounced records that a subscriber could not be reached, and pauses it after a hard bounce or
// the third soft one in two weeks.
func (s *Service) bounced(subscriber *store.Subscriber, code int, status, said string, now time.Time) {
	s.counts.bounced.Add(1)
	hard := hardBounce(code, status)
	var recent []time.Time
	for _, at := range subscriber.Bounces {
		if now.Sub(at) < softBounceTime {
			recent = append(recent, at)
		}
	}
	if !hard {
		recent = append(recent, now.UTC())
	}
	subscriber.Bounces = recent
	paused := (hard || len(recent) >= softBounces) && subscriber.Paused.IsZero()
	if paused {
		subscriber.Paused, subscriber.PauseReason = now, pauseReason(code, status, said)
	}
	s.Log.Warn("mail bounced", "subscriber", uint32(subscriber.Number), "address", Mask(subscriber.Address), "code", code, "status", status, "hard", hard, "paused", paused)
}

// BounceAnswer is the answer to a report of failed delivery.
type BounceAnswer struct {
	// Address is masked.
	Address string `json:"address"`
	// Paused says that no mail is sent to the subscriber any more.
	Paused bool `json:"paused"`
}

// Report records a report of failed delivery. A report about an unknown subscriber, which may
// have unsubscribed since, is store.ErrNoSubscription.
func (s *Service) Report(ctx context.Context, b Bounce) (answer BounceAnswer, err error) {
	err = s.Store.Update(ctx, func(tx store.Tx) error {
		subscriber, err := tx.SubscriberBounced(store.LinkKey(b.Key))
		if err != nil {
			return err
		}
		audit.Note(ctx, audit.MailBounce, subscriberID(subscriber.Number))
		if !b.Delayed {
			s.bounced(&subscriber, b.Code, b.Status, b.Text, s.Now())
		}
		answer = BounceAnswer{Address: Mask(subscriber.Address), Paused: !subscriber.Paused.IsZero()}
		return tx.PutSubscriber(subscriber)
	})
	return answer, err
}

// maxReason is the maximum length of a pause's reason, in characters.
const maxReason = 300

// pauseReason returns what a mail server said, for the subscriber and the owner of the server.
func pauseReason(code int, status, said string) string {
	return text.ClipTo(text.OneLine(strings.ToValidUTF8(reply(code, status, said), "\uFFFD")), maxReason)
}
