// Package alerts has the use cases of mail subscriptions: new papers of a search, of a reading
// list, of the daily lists, and what is trending, by email.
//
// A person subscribes an address and confirms it by a link in a first email (subscribe.go). Once
// a day or week the planner finds the new papers of every due subscription and records one email
// for each address in the store's queue (plan.go). The delivery takes emails from the queue,
// has a [Composer] write and a [Sender] send them, and records what became of them
// (deliver.go). [Service.Run] does both until its context ends.
//
// The package knows neither SMTP nor HTML nor HTTP: package letter composes, package smtp
// sends, package bounce reads reports of failed delivery, and only cmd connects them.
package alerts
