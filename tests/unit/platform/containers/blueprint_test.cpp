#include "platform/containers/blueprint.h"

#include <gmock/gmock.h>

#include "platform/containers/transport.h"
#include "support/result_check.h"

namespace {

namespace json = boost::json;
using platform::containers::Blueprint;
using platform::containers::blueprint_of;
using platform::containers::Inspected;
using test::code_of;
using test::must;
using testing::ElementsAre;

Inspected old_container(const json::object& changed = {}) {
  Inspected old;
  old.container = {"0123456789abcdef0123", "shop_api_1", "suppliers-import/api:1.3.0", "running", {}};
  old.json = json::parse(R"({
    "Config": {
      "Hostname": "0123456789ab", "User": "10001:10001", "WorkingDir": "/", "StopTimeout": 60,
      "Env": ["ROLE=api", "PATH=/bin", "DATA_DIR=/data", "HOSTNAME=0123456789ab"],
      "Cmd": ["api", "--grace", "5"], "Entrypoint": ["/suppliers-import"],
      "Labels": {"com.docker.compose.service": "api", "org.opencontainers.image.version": "1.3.0"},
      "ExposedPorts": {"8000/tcp": {}}},
    "HostConfig": {
      "Binds": ["backups:/backups:rw"], "ReadonlyRootfs": true, "CapDrop": ["ALL"], "Memory": 1073741824,
      "NanoCpus": 500000000, "CpuQuota": 50000, "CpuPeriod": 100000, "RestartPolicy": {"Name": "unless-stopped"},
      "Ulimits": [{"Name": "RLIMIT_NOFILE", "Hard": 1024, "Soft": 1024}], "CgroupMode": "private", "Runtime": "oci",
      "Tmpfs": {"/tmp": "size=1g"}, "PortBindings": {}, "CpuShares": 0},
    "NetworkSettings": {"Networks": {
      "shop_data": {"Aliases": ["api", "0123456789ab", "shop_api_1"], "IPAddress": "10.0.0.5", "IPAMConfig": null},
      "shop_edge": {"Aliases": ["api"], "IPAddress": "10.0.1.5"}}}})")
                 .as_object();
  for (const auto& [key, value] : changed) old.json[key] = value;
  return old;
}

json::object old_image() {
  return json::parse(R"({"Config": {
    "Env": ["PATH=/bin", "DATA_DIR=/data"], "Entrypoint": ["/suppliers-import"], "Cmd": ["api"], "User": "10001:10001",
    "WorkingDir": "/", "Labels": {"org.opencontainers.image.version": "1.3.0"}, "ExposedPorts": {"8000/tcp": {}}}})")
      .as_object();
}

TEST(Blueprint, KeepsWhatPeopleChoseAndLeavesTheRestToTheNewImage) {
  const Blueprint made = blueprint_of(old_container(), old_image(), "suppliers-import/api:1.4.0");
  EXPECT_EQ(made.body.at("Image"), "suppliers-import/api:1.4.0");
  EXPECT_EQ(json::serialize(made.body.at("Env")), R"(["ROLE=api"])");
  EXPECT_EQ(json::serialize(made.body.at("Cmd")), R"(["api","--grace","5"])");
  EXPECT_EQ(json::serialize(made.body.at("Labels")), R"({"com.docker.compose.service":"api"})");
  for (const char* const images : {"Entrypoint", "User", "WorkingDir", "ExposedPorts", "Hostname"})
    EXPECT_FALSE(made.body.contains(images)) << images;
  EXPECT_EQ(made.body.at("StopTimeout"), 60);
}

TEST(Blueprint, KeepsLimitsMountsAndRights) {
  const json::object host = blueprint_of(old_container(), old_image(), "a:2").body.at("HostConfig").as_object();
  EXPECT_EQ(json::serialize(host.at("Binds")), R"(["backups:/backups:rw"])");
  EXPECT_EQ(host.at("Memory"), 1'073'741'824);
  EXPECT_EQ(host.at("ReadonlyRootfs"), true);
  EXPECT_EQ(host.at("RestartPolicy").at("Name"), "unless-stopped");
  EXPECT_EQ(host.at("Ulimits").at(0).at("Name"), "nofile");
  EXPECT_EQ(host.at("NanoCpus"), 500'000'000);
  for (const char* const left : {"CpuQuota", "CpuPeriod", "CgroupMode", "Runtime", "CpuShares"})
    EXPECT_FALSE(host.contains(left)) << left;
}

TEST(Blueprint, LeavesVolumesWithoutANameToTheOldContainer) {
  const std::string anonymous(64, 'a');
  const json::object host{{"Binds", {anonymous + ":/data:rw", "backups:/backups:rw", "/srv/files:/files"}}};
  const json::object made =
      blueprint_of(old_container({{"HostConfig", host}}), old_image(), "a:2").body.at("HostConfig").as_object();
  EXPECT_EQ(json::serialize(made.at("Binds")), R"(["backups:/backups:rw","/srv/files:/files"])");
}

TEST(Blueprint, JoinsTheSameNetworksUnderTheSharedNamesOnly) {
  const Blueprint made = blueprint_of(old_container(), old_image(), "a:2");
  ASSERT_EQ(made.networks.size(), 2U);
  EXPECT_EQ(json::serialize(made.networks.at("shop_data").at("Aliases")), R"(["api"])");
  EXPECT_FALSE(made.networks.at("shop_data").contains("IPAddress"));
}

TEST(Blueprint, KnowsWhatCannotBeThereTwice) {
  EXPECT_TRUE(platform::containers::published_ports(old_container()).empty());
  EXPECT_TRUE(platform::containers::fixed_addresses(old_container()).empty());
  const auto ports =
      json::parse(R"({"PortBindings": {"8000/tcp": [{"HostIp": "", "HostPort": "8000"}], "1/tcp": null}})");
  EXPECT_THAT(platform::containers::published_ports(old_container({{"HostConfig", ports}})), ElementsAre("8000"));
  const auto fixed = json::parse(R"({"Networks": {"edge": {"IPAMConfig": {"IPv4Address": "10.0.0.9"}}}})");
  EXPECT_THAT(platform::containers::fixed_addresses(old_container({{"NetworkSettings", fixed}})), ElementsAre("edge"));
}

TEST(ImageName, ChangesItsTagOnly) {
  using platform::containers::tag_of;
  using platform::containers::with_tag;
  EXPECT_EQ(with_tag("registry:5000/shop/api:1.3.0", "1.4.0"), "registry:5000/shop/api:1.4.0");
  EXPECT_EQ(with_tag("registry:5000/shop/api", "1.4.0"), "registry:5000/shop/api:1.4.0");
  EXPECT_EQ(with_tag("api:1.3.0@sha256:abc", "1.4.0"), "api:1.4.0");
  EXPECT_EQ(tag_of("registry:5000/shop/api:1.3.0"), "1.3.0");
  EXPECT_EQ(tag_of("registry:5000/shop/api"), "");
}

TEST(EngineAddress, IsASocketOrAHost) {
  using platform::containers::EngineAddress;
  EXPECT_EQ(must(EngineAddress::parse("")).socket, "/var/run/docker.sock");
  EXPECT_EQ(must(EngineAddress::parse("unix:///run/podman.sock")).socket, "/run/podman.sock");
  EXPECT_EQ(must(EngineAddress::parse("tcp://engine:2375/")).host, "engine:2375");
  for (const char* const wrong : {"ssh://me@host", "unix://relative", "tcp://", "tcp://host/path", "docker"})
    EXPECT_EQ(code_of(EngineAddress::parse(wrong)), "containers.address") << wrong;
}

TEST(EngineOutput, IsTakenOutOfItsFrames) {
  using platform::containers::without_frames;
  const std::string framed("\1\0\0\0\0\0\0\3ab\n\2\0\0\0\0\0\0\2cd", 21);
  EXPECT_EQ(without_frames(framed), "ab\ncd");
  EXPECT_EQ(without_frames("plain text\n"), "plain text\n");
  EXPECT_EQ(without_frames(std::string_view("\1\0\0\0\0\0\0\xFFxy", 10)), "xy") << "a frame that was cut off";
  EXPECT_EQ(without_frames(""), "");
}

}  // namespace
