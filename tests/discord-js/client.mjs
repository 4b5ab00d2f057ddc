// discord.js against the stage: logs in, registers a command, survives what the stage does to the connection, and
// answers commands, a button, a form and a menu. Tells its progress as JSON lines on stdout; the last one sums up. Exits 0 if all went well.
//
// STAGE_API    where the stage answers, for example http://127.0.0.1:40001/api/v10/
// STAGE_TOKEN  its token
// STAGE_GUILD  the server to register the command in
import { Client, Events, GatewayIntentBits, MessageFlags } from "discord.js";

const api = process.env.STAGE_API.replace(/\/v10\/?$/, "");
const seen = { ready: false, registered: [], resumes: 0, replayedEvents: null, answered: null, updated: null };
const tell = (event, more = {}) => console.log(JSON.stringify({ event, ...more }));

const client = new Client({
  intents: [GatewayIntentBits.Guilds],
  rest: { api, version: "10" },
});

client.on(Events.Error, (error) => fail(error));
client.on(Events.ShardError, (error) => fail(error));
client.on(Events.ShardResume, (_shard, replayed) => {
  seen.resumes += 1;
  seen.replayedEvents = replayed;
  tell("resumed", { resumes: seen.resumes, replayed });
});

client.once(Events.ClientReady, async () => {
  seen.ready = true;
  const guild = client.guilds.cache.get(process.env.STAGE_GUILD);
  const commands = await guild.commands.set([
    {
      name: "greet",
      description: "Greets someone",
      options: [{ name: "whom", description: "A name", type: 3, required: true }],
    },
    { name: "story", description: "Asks for a story in a form" },
  ]);
  seen.registered = commands.map((command) => command.name);
  tell("registered", {
    guild: guild.name,
    channels: guild.channels.cache.map((channel) => channel.name),
    commands: seen.registered,
  });
});

client.on(Events.InteractionCreate, async (interaction) => {
  try {
    if (interaction.isChatInputCommand() && interaction.commandName === "story") {
      await interaction.showModal({
        custom_id: "story",
        title: "Your story",
        components: [
          { type: 18, label: "What happened?", component: { type: 4, custom_id: "text", style: 2 } },
          {
            type: 18,
            label: "How?",
            component: { type: 3, custom_id: "how", options: [{ label: "Online", value: "online" }] },
          },
        ],
      });
    } else if (interaction.isModalSubmit()) {
      const how = interaction.fields.getStringSelectValues("how");
      await interaction.reply({
        content: `${interaction.fields.getTextInputValue("text")} (${how.join()})`,
        flags: MessageFlags.Ephemeral,
        components: [
          {
            type: 1,
            components: [
              { type: 3, custom_id: "when", placeholder: "When?", options: [{ label: "Tomorrow", value: "1d" }] },
            ],
          },
        ],
      });
    } else if (interaction.isStringSelectMenu()) {
      await interaction.update({ content: `Picked ${interaction.values.join()}`, components: [] });
      await client.destroy();
      tell("summary", seen);
      process.exit(seen.ready && seen.resumes > 0 ? 0 : 1);
    } else if (interaction.isChatInputCommand()) {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await interaction.editReply({
        content: `Hello ${interaction.options.getString("whom", true)}, says ${interaction.member.displayName}`,
        files: [{ attachment: Buffer.from("a,b\n1,2\n"), name: "table.csv", description: "A small table" }],
        components: [{ type: 1, components: [{ type: 2, style: 1, label: "Done", custom_id: "done" }] }],
      });
      seen.answered = interaction.commandName;
      tell("answered");
    } else if (interaction.isButton()) {
      await interaction.update({ content: `Pressed ${interaction.customId}`, components: [], attachments: [] });
      seen.updated = interaction.customId;
    }
  } catch (error) {
    fail(error);
  }
});

function fail(error) {
  console.error(error);
  process.exit(2);
}

process.on("unhandledRejection", fail);
await client.login(process.env.STAGE_TOKEN);
