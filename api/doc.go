// Package api is what Paperboy offers to programs: the use cases (Service) and
// their HTTP face under /api/v1.
//
// A request passes the middleware (request id, log, limits), its handler reads
// the parameters by one table (params.go), calls one method of Service, and
// writes the answer (answer.go) as JSON. An error becomes a Problem by one
// ordered table (errors.go). The OpenAPI document that describes all this is
// embedded, and a test compares it with the routes, the parameter table and
// real answers.
//
// The pages of package web are made from the same answers, and package client
// has the same methods over HTTP.
//
// The package does not score, parse queries or decide which records are one
// paper: that is index, index/query and index/ingest.
package api
