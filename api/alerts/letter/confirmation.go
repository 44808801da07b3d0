package letter

import (
	"fmt"

	"paperboy/api/alerts"
	"paperboy/data/store"
)

// confirmationPage is what the templates of a confirmation show.
type confirmationPage struct {
	// What is what the emails are about, When how often they come: "every Monday at about 07:00
	// (Europe/Berlin)".
	What, When   string
	Site, To     string
	URL, Expires string
	HomeURL      string
}

// confirmationSubject says what to do, and nothing that the person who asked for the email wrote.
const confirmationSubject = "Confirm your subscription to new papers"

// ComposeConfirmation implements [alerts.Composer].
func (c *Composer) ComposeConfirmation(a alerts.Confirmation) (alerts.Message, error) {
	b, err := c.render("confirmation", confirmationPage{
		What: about(a.Kind, withoutLinks(line(a.Title, maxConfirmed))), When: when(&a), Site: site(a.BaseURL), To: a.To,
		URL: a.URL, Expires: a.Expires.In(a.Date.Location()).Format("Monday, 2 January 2006, 15:04"), HomeURL: a.BaseURL,
	})
	if err != nil {
		return alerts.Message{}, err
	}
	return write(a.Envelope, header{subject: confirmationSubject}, b)
}

// maxConfirmed is the length of the longest name of a search or list that a confirmation shows, in
// characters.
const maxConfirmed = 80

// about says what the emails of a subscription are about.
func about(kind store.SubscriptionKind, title string) string {
	switch kind {
	case store.SubscribedTrending:
		return "trending papers"
	case store.SubscribedDays:
		return "the daily papers"
	case store.SubscribedList:
		return fmt.Sprintf("new papers like those of the reading list “%s”", title)
	default:
		if title == alerts.AllPapers {
			return "all new papers"
		}
		return fmt.Sprintf("new papers for the search “%s”", title)
	}
}

func when(a *alerts.Confirmation) string {
	every := "every day"
	if a.Weekly {
		every = "every " + a.Weekday.String()
	}
	return fmt.Sprintf("%s at about %02d:00 (%s)", every, a.Hour, line(a.Zone, maxName))
}
