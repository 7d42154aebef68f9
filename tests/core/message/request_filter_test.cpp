#include "core/message/request_filter.hpp"

#include <gtest/gtest.h>

namespace crisper {
namespace {

Envelope request(std::uint32_t from, std::uint64_t id) {
  return Envelope{.id = MessageId{id}, .from = ProcessId{from}};
}

TEST(RequestFilter, knows_ghosts_from_new_requests) {
  // Wrong: a doubled request for a command would be given a command that nobody waits for.
  RequestFilter filter;
  EXPECT_TRUE(filter.is_new(request(1, 10)));
  EXPECT_FALSE(filter.is_new(request(1, 10))) << "doubled by the network";
  EXPECT_FALSE(filter.is_new(request(1, 9))) << "overtaken by the request after it";
  EXPECT_TRUE(filter.is_new(request(1, 11)));
}

TEST(RequestFilter, tells_clients_apart) {
  // Wrong: one client's requests would silence another's.
  RequestFilter filter;
  EXPECT_TRUE(filter.is_new(request(1, 10)));
  EXPECT_TRUE(filter.is_new(request(2, 5)));
}

TEST(RequestFilter, lets_requests_overtake_each_other_where_a_client_may_have_several_under_way) {
  // Wrong: a command that another had overtaken would be dropped as if it were a copy, and wait for its timeout.
  RequestFilter filter(3);
  EXPECT_TRUE(filter.is_new(request(1, 11)));
  EXPECT_TRUE(filter.is_new(request(1, 10))) << "overtaken, and never seen";
  EXPECT_FALSE(filter.is_new(request(1, 10))) << "doubled by the network";
  EXPECT_FALSE(filter.is_new(request(1, 11)));
  EXPECT_TRUE(filter.is_new(request(1, 13)));
  EXPECT_TRUE(filter.is_new(request(1, 12))) << "it remembers three: 11, 12 and 13";
  EXPECT_FALSE(filter.is_new(request(1, 10))) << "whether it has come is forgotten: as if it had";
  EXPECT_FALSE(filter.is_new(request(1, 11)));
}

}  // namespace
}  // namespace crisper
